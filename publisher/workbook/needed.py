"""What openpyxl is given of a workbook: the parts and elements that are read, and nothing else.

openpyxl fails at odd things that no reader sees, such as a colour with a # or a date of creation
without a day; it writes the target of a link into each empty cell under it; shared formulas and
ranges over whole columns make it slow. So a small workbook of its own is made for it: sheets with
their cells, comments, merged areas and columns, the fonts of texts. Links are read here. The file
itself is left as it is, since changes are written into its bytes (`patch`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.archive import Archive, pack
from publisher.domain.package import PackageGraph, elements
from publisher.domain.xml_text import quoteattr
from publisher.workbook.needed_sheet import sheet_xml
from publisher.workbook.needed_styles import styles_xml
from publisher.workbook.needed_texts import SharedTexts, comments_xml, strings_xml

_STAMP = datetime(1980, 1, 1)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class Link:
    """The cells, as an area such as F1:F9, that lead to an address."""

    area: str
    address: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A workbook for openpyxl, and the links of each sheet by the sheet's name; `lost` are sheets
    whose part is gone, `texts` the shared texts.
    """

    content: bytes
    links: Mapping[str, tuple[Link, ...]]
    lost: frozenset[str]
    texts: SharedTexts


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet: its name, whether it is hidden, its part, the part of its comments."""

    name: str
    state: str
    part: str
    comments: str


def needed(content: bytes, *, is_plain: bool = False, with_empty: bool = False) -> Needed:
    """Return what openpyxl is to be given of a workbook; `is_plain` leaves out how cells look, but
    for bold, italic and the like, `with_empty` keeps cells that hold nothing.

    Raises NotAnArchiveError, TooBigError, BrokenPackageError or a fault of the XML parser.
    """
    archive = Archive(content)
    graph = PackageGraph(archive.names, archive.read)
    main = graph.main
    parts: dict[str, bytes] = {}
    links: dict[str, tuple[Link, ...]] = {}
    styles, most_styles = _related(archive, graph, main, "styles"), 1_000_000
    if is_plain:
        plain_styles = styles_xml(styles)
        styles, most_styles = plain_styles.xml, plain_styles.count
    sheets = list(_sheets(archive, graph, main))
    for number, sheet in enumerate(sheets, 1):
        found = sheet_xml(archive.read(sheet.part), most_styles, with_empty=with_empty)
        parts[f"xl/worksheets/sheet{number}.xml"] = found.xml
        links[sheet.name] = tuple(_links(found.links, graph, sheet.part))
        if sheet.comments:
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relationships(
                [("rId1", "comments", f"/xl/comments{number}.xml")]
            )
            parts[f"xl/comments{number}.xml"] = comments_xml(archive.read(sheet.comments))
    strings = _related(archive, graph, main, "sharedstrings")
    texts = strings_xml(strings) if strings else SharedTexts()
    if strings:
        parts["xl/sharedStrings.xml"] = texts.xml
    if styles:
        parts["xl/styles.xml"] = styles
    parts |= _frame(sheets, parts, _has_dates_from_1904(archive.read(main)))
    lost = frozenset(_lost(archive, graph, main))
    return Needed(pack(parts, stamp=_STAMP), links, lost, texts)


def _related(archive: Archive, graph: PackageGraph, main: str, kind: str) -> bytes:
    part = next(iter(graph.related(main, kind)), "")
    return archive.read(part) if part else b""


def _sheets(archive: Archive, graph: PackageGraph, main: str) -> Iterator[_Sheet]:
    """Yield the worksheets in order; sheets of charts and macros, and those whose part is gone, are
    none.
    """
    targets = {
        each.id: each.target
        for each in graph.relationships(main)
        if each.kind == "worksheet" and not each.is_external and graph.part(each.target)
    }
    for _, values in elements(archive.read(main), "sheet"):
        part = targets.get(_relationship_of(values), "")
        if part:
            comments = next(iter(graph.related(part, "comments")), "")
            yield _Sheet(values.get("name", ""), values.get("state", ""), part, comments)


def _lost(archive: Archive, graph: PackageGraph, main: str) -> Iterator[str]:
    """Yield the names of sheets, of whatever kind, whose part is gone."""
    whole = {each.id for each in graph.relationships(main) if graph.part(each.target)}
    for _, values in elements(archive.read(main), "sheet"):
        if _relationship_of(values) not in whole:
            yield values.get("name", "")


def _relationship_of(values: Mapping[str, str]) -> str:
    return next((text for key, text in values.items() if key.rpartition(" ")[2] == "id"), "")


def _links(found: Iterable[tuple[str, str]], graph: PackageGraph, part: str) -> Iterator[Link]:
    """Yield the links that lead out of the workbook."""
    addresses = {each.id: each.target for each in graph.relationships(part) if each.is_external}
    for area, id_ in found:
        if addresses.get(id_):
            yield Link(area, addresses[id_])


def _has_dates_from_1904(workbook: bytes) -> bool:
    properties = elements(workbook, "workbookPr")
    return any(values.get("date1904", "").lower() in _TRUE for _, values in properties)


# The frame: the parts that hold the others together (Part 2; Part 1, 12.3)


def _frame(
    sheets: Iterable[_Sheet], parts: Mapping[str, bytes], is_from_1904: bool
) -> dict[str, bytes]:
    """Return the parts that say what the workbook is made of."""
    entries: list[str] = []
    relationships: list[tuple[str, str, str]] = []
    types = {"xl/workbook.xml": f"{_TYPE}.sheet.main+xml"}
    for number, sheet in enumerate(sheets, 1):
        state = f" state={quoteattr(sheet.state)}" if "hidden" in sheet.state.lower() else ""
        entries.append(
            f'<sheet name={quoteattr(sheet.name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        )
        relationships.append((f"rId{number}", "worksheet", f"/xl/worksheets/sheet{number}.xml"))
        types[f"xl/worksheets/sheet{number}.xml"] = f"{_TYPE}.worksheet+xml"
        types[f"xl/comments{number}.xml"] = f"{_TYPE}.comments+xml"
    for kind in ("sharedStrings", "styles"):
        if f"xl/{kind}.xml" in parts:
            relationships.append((f"rId-{kind}", kind, f"/xl/{kind}.xml"))
            types[f"xl/{kind}.xml"] = f"{_TYPE}.{kind}+xml"
    first = ' date1904="1"' if is_from_1904 else ""
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{first}/>'
        f"<sheets>{''.join(entries)}</sheets></workbook>"
    )
    return {
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": _relationships(relationships),
        "_rels/.rels": _relationships([("rId1", "officeDocument", "xl/workbook.xml")]),
        "[Content_Types].xml": _content_types(types),
    }


def _relationships(found: Iterable[tuple[str, str, str]]) -> bytes:
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id_, kind, target in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'.encode()


def _content_types(types: Mapping[str, str]) -> bytes:
    entries = "".join(
        f'<Override PartName="/{part}" ContentType="{type_}"/>' for part, type_ in types.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
        f' ContentType="application/xml"/><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{entries}</Types>"
    ).encode()
