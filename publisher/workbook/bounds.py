"""How much a workbook may hold to be read, and what is told where it holds more: the sheet, how
much there is, how much may be, and what to delete.
"""

import re
from collections import Counter

from publisher.domain.archive import Archive
from publisher.domain.diagnostics import Place, PublisherError, failure
from publisher.domain.package import PackageGraph
from publisher.workbook.addresses import cells_in
from publisher.workbook.mass import mass_of, readable, sheet_names, tags_in

# Of the parts that a spreadsheet library reads whole. The sample workbooks have 20,000 elements;
# with 150,000 reading takes about three seconds; formats of areas, and parts besides the tables,
# weigh more for each.
_MAX_TAGS, _MAX_OTHER_TAGS, _MAX_FORMATS = 150_000, 50_000, 5_000
# The sheet Review has a bound of its own, that of `layout.MOST_ITEMS` rows, and does not count
# among the others: what many reviewers wrote must not shut their workbook. It is known by its
# drop-down, in whatever language it was issued.
_MAX_REVIEW_TAGS, _OF_REVIEW = 400_000, b">list_decision<"
_MAX_MERGED, _MAX_MERGES = 100_000, 1_000
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell [^>]*?ref=\"([^\"]+)\"")
_FORMATS = {
    "rules": re.compile(rb"<(?:\w+:)?conditionalFormatting[ >]"),
    "entries": re.compile(rb"<(?:\w+:)?dataValidation[ >]"),
    "links": re.compile(rb"<(?:\w+:)?hyperlink[ >]"),
    "widths": re.compile(rb"<(?:\w+:)?col[ >]"),
}
# What is read of a workbook, by the kind of relationship that leads to it from the workbook or from
# a sheet, and what a person calls it.
_OF_WORKBOOK = {"worksheet": "sheet", "sharedstrings": "texts", "styles": "styles"}
_OF_SHEET = {"comments": "notes", "threadedcomment": "notes"}


def out_of_bounds(archive: Archive, graph: PackageGraph, place: Place) -> PublisherError | None:
    """Return what is too much in the parts that are read of a workbook.

    Raises BrokenPackageError where its relationships cannot be read.
    """
    counts: Counter[str] = Counter()
    has_review = False
    kinds = _kinds(graph)
    names = sheet_names(archive, graph)
    for name, kind in kinds.items():
        part = readable(archive.read(name))
        here = Place(place.file, names.get(name, ""))
        if problem := _by_merges(part, here) or _by_formats(part, here):
            return problem
        # A second sheet of the kind counts as any sheet.
        is_review = kind == "sheet" and not has_review and _OF_REVIEW in part
        has_review = has_review or is_review
        count = tags_in(part)
        if kind not in ("sheet", "texts") and count > _MAX_OTHER_TAGS:
            return failure(
                "F052", place, look_kind=f"mass_{kind}", count=count, most=_MAX_OTHER_TAGS
            )
        if is_review and count > _MAX_REVIEW_TAGS:
            return _too_big(part, here, count, _MAX_REVIEW_TAGS)
        # Excel keeps the texts of all sheets in one part, those of Review among them.
        is_of_review = is_review or (kind == "texts" and has_review and count <= _MAX_REVIEW_TAGS)
        if not is_of_review:
            counts[name] = count
    if counts.total() <= _MAX_TAGS:
        return None
    biggest = counts.most_common(1)[0][0]
    if kinds[biggest] != "sheet":
        look = f"mass_{kinds[biggest]}"
        return failure("F052", place, look_kind=look, count=counts[biggest], most=_MAX_TAGS)
    here = Place(place.file, names.get(biggest, ""))
    return _too_big(readable(archive.read(biggest)), here, counts.total(), _MAX_TAGS)


def _kinds(graph: PackageGraph) -> dict[str, str]:
    """Return the parts that are read, and what each is."""
    kinds: dict[str, str] = {}
    for relationship, kind in _OF_WORKBOOK.items():
        kinds |= dict.fromkeys(graph.related(graph.main, relationship), kind)
    for sheet in graph.related(graph.main, "worksheet"):
        for relationship, kind in _OF_SHEET.items():
            kinds |= dict.fromkeys(graph.related(sheet, relationship), kind)
    return kinds


def _too_big(part: bytes, place: Place, count: int, most: int) -> PublisherError:
    """Return that a sheet holds too much, or most of what is too much in all sheets together."""
    mass = mass_of(part)
    return failure(
        "F017",
        place,
        sheet=place.sheet,
        rows=mass.rows,
        cells=mass.cells,
        count=count,
        most=most,
        empty_rows=mass.empty_rows,
        empty_columns=mass.empty_columns,
    )


def _by_merges(part: bytes, place: Place) -> PublisherError | None:
    """Return that cells are merged by accident: one area is too big, or all of them are."""
    areas = merged = 0
    for found in _MERGE.finditer(part):
        area = found[1].decode("ascii", "replace")
        cells = cells_in(area)
        areas, merged = areas + 1, merged + cells
        if cells > _MAX_MERGED:
            return failure(
                "F016", place, sheet=place.sheet, area=area, cells=cells, most=_MAX_MERGED
            )
    if merged > _MAX_MERGED or areas > _MAX_MERGES:
        bounds = {"most_areas": _MAX_MERGES, "most": _MAX_MERGED}
        return failure("F050", place, sheet=place.sheet, areas=areas, cells=merged, **bounds)
    return None


def _by_formats(part: bytes, place: Place) -> PublisherError | None:
    """Return that a sheet has too many of what stands around its cells."""
    counts = Counter({kind: len(sound.findall(part)) for kind, sound in _FORMATS.items()})
    if counts.total() <= _MAX_FORMATS:
        return None
    kind, count = counts.most_common(1)[0]
    return failure(
        "F051",
        place,
        sheet=place.sheet,
        look_kind=f"mass_{kind}",
        count=count,
        most=_MAX_FORMATS,
        **{kind: True},
    )
