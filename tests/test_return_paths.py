"""Every returned cell stands in its true row and column, whatever a program dropped and a person did to the tables.

Examplia, its 'law' and everybody in it are invented. The expected items are written by hand.
"""

import itertools
from functools import partial

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.project.project import open_project
from publisher.review.read import read_returned
from publisher.rounds.draft_folder import ReturnedFile, identify, sent_files
from publisher.rounds.returns import harvest_file
from tests.return_paths import COLUMNS, LAYERS, OWN_VIEW, ROWS, Draft
from tests.support import filled, saved

ALPHA, BETA = "Alpha Network (invented)", "Beta Network (invented)"
CONTENT = """
id       | law | reforms | compliance
opsc-1   | Two to eight years in prison for whoever sells a child.⏎⏎Attempt is a crime as well. | Nothing found | In 2018 the Committee asked for more.
opsc-3-3 | Fines are set by the court in each case. | A bill of 2025 doubles the fines of today. | Nothing found
opsc-5-2 | The treaty is a basis for extradition. | The bill on extradition is pending. | See the remarks on the first article.
"""
STATE = "Nothing found in the documents consulted."
# Row, column, kind, words added, words deleted.
EDITS = {
    ("opsc-1", "law", "replaced", "Three", "Two"),
    ("opsc-1", "reforms", "added", "A bill of 2026.", ""),
    ("opsc-1", "compliance", "added", " Twice.", ""),
    ("opsc-3-3", "law", "replaced", "judge", "court"),
    ("opsc-3-3", "reforms", "deleted", "", "doubles "),
    ("opsc-5-2", "law", "added", " of any person", ""),
    ("opsc-5-2", "compliance", "added", " And more.", ""),
}
VIEW = ("opsc-3-3", "", "outside", OWN_VIEW, "")
LEFT = "Penalties matching gravity, art. 3, para. 3"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project from which a draft went out to each of two NGOs."""
    folder = tmp_path_factory.mktemp("paths")
    (folder / "workbooks").mkdir()
    (folder / "workbooks/examplia.xlsx").write_bytes(
        saved(filled(CONTENT, "", {"version_date": "2026-03-31"}))
    )
    for name in (ALPHA, BETA):
        arguments = ["--project", str(folder), "review", "send", "examplia", "--to", name]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    return open_project(folder).value


@pytest.fixture(scope="module")
def sent(project):
    """The draft that went to the first NGO."""
    drafts = sent_files(project).values()
    return next(each for each in drafts if ALPHA.encode() in _body(each.path))


def _body(path):
    draft = Draft(path.read_bytes())
    return draft.parts["word/document.xml"]


def edited(sent):
    """Return the draft with all edits in it, some of them recorded."""
    draft = Draft(sent.path.read_bytes())
    draft.replace(draft.cell("opsc-1", "law"), "Two", "Three")
    draft.replace(draft.cell("opsc-1", "reforms"), STATE, "A bill of 2026.")
    draft.replace(draft.cell("opsc-1", "compliance"), "for more.|", " Twice.")
    draft.replace(draft.cell("opsc-3-3", "reforms"), "doubles ", "")
    draft.replace(draft.cell("opsc-5-2", "law"), "extradition|", " of any person")
    draft.replace(draft.cell("opsc-5-2", "compliance"), "first article.|", " And more.")
    draft.author = None
    draft.replace(draft.cell("opsc-3-3", "law"), "court", "judge")
    return draft


def collected(project, content, sent, folder, name="back.docx"):
    """Return the items of a returned file and what is told of it; the draft must be found."""
    found = identify(read_returned(content, name).value, project, name)
    assert found.sent.build == sent.build
    path = folder / name
    path.write_bytes(content)
    return harvest_file(project, ReturnedFile(sent.build, name, path), sent.path)


def told_items(harvested):
    """Return the items by row, column, kind and words; of a row that is gone without its words."""
    found = set()
    for item in harvested.harvest.items:
        place = (item.spot.provision, item.spot.column, item.kind.value)
        words = () if place[2] == "row_deleted" else (item.added.strip("\n"), item.deleted)
        found.add((*place, *words))
    return found


def codes(harvested):
    return [each.code for each in harvested.diagnostics]


def expected(columns, rows, *, ids_are_gone=False):
    """Return the items and the codes of what is told, by what was done to columns and rows."""
    items, told = set(EDITS), []
    if ids_are_gone:
        told.append("R669")
    if columns == "removed":
        items = {each for each in items if each[1] != "reforms"}
        told.append("R663")
    if columns.startswith("added"):
        items.add(VIEW)
        told.append("R662")
    if rows == "deleted":
        items = {each for each in items if each[0] != "opsc-3-3"}
        items.add(("opsc-3-3", "", "row_deleted"))
    if rows == "cut":
        items.add(("", "", "row_deleted"))
        told.append("R665")
    return items, told


def paths():
    """Yield what is taken away, and what is done to columns and to rows; most prove the same again.

    Where all is taken away, the ordinary run has each change of columns with every other change of rows.
    """
    layers = (*LAYERS, "nothing", "all")
    for layer, columns, rows in itertools.product(layers, COLUMNS, ROWS):
        is_chosen = (list(COLUMNS).index(columns) + list(ROWS).index(rows)) % 2 == 0
        is_ordinary = is_chosen if layer == "all" else (layer, rows) == ("nothing", "as sent")
        marks = [pytest.mark.slow] if is_ordinary else [pytest.mark.slow, pytest.mark.long]
        yield pytest.param(layer, columns, rows, marks=marks, id=f"{layer}, {columns}, {rows}")


def changed(sent, layer, columns, rows):
    draft = edited(sent)
    draft.change_columns(columns)
    if columns.startswith("added"):
        place = {"added left": 0, "added in the middle": 2, "added right": 4}[columns]
        draft.add_to("opsc-3-3", place, OWN_VIEW)
    draft.change_rows(rows, "opsc-3-3", "opsc-5-2", ("opsc-1", "opsc-3-3", "opsc-5-2"))
    for each in LAYERS:
        if layer in (each, "all"):
            draft.take_away(each)
    return draft.saved()


@pytest.mark.parametrize(("layer", "columns", "rows"), list(paths()))
def test_every_change_stands_in_its_row_and_column(project, sent, tmp_path, layer, columns, rows):
    content = changed(sent, layer, columns, rows)

    found = collected(project, content, sent, tmp_path)

    items, told = expected(columns, rows, ids_are_gone=layer in ("ids", "all"))
    assert told_items(found) == items
    assert sorted(codes(found)) == sorted(told)
    assert found.harvest.left_out == frozenset()


CONVERSIONS = [
    pytest.param(ending, columns, rows, marks=marks, id=f"{ending}, {columns}, {rows}")
    for ending in ("docx", "odt", "doc", "rtf")
    for columns, rows in itertools.product(COLUMNS, ROWS)
    for marks in [
        # tests/test_review_office.py has each of the formats
        [pytest.mark.slow, pytest.mark.long]
    ]
]


@pytest.fixture
def there_and_back(project, sent, tmp_path, convert):
    return partial(_there_and_back, project, sent, tmp_path, convert)


def _there_and_back(project, sent, tmp_path, convert, content, ending):
    """Return what is found in a file that LibreOffice saved in a format, and read as Word again."""
    path = tmp_path / "edited.docx"
    path.write_bytes(content)
    first = convert(path, ending, tmp_path / "first")
    back = convert(first, "docx", tmp_path / "back") if ending != "docx" else first

    return collected(project, back.read_bytes(), sent, tmp_path)


@pytest.mark.parametrize(("ending", "columns", "rows"), CONVERSIONS)
def test_every_change_stands_in_its_place_after_libreoffice(
    sent, there_and_back, ending, columns, rows
):
    found = there_and_back(changed(sent, "nothing", columns, rows), ending)

    items, told = expected(columns, rows)
    assert told_items(found) == items
    assert sorted(codes(found)) == sorted(told)
