"""The page of a check: in the order of the workbook, each remedy once, a filter without a script, and no rule of axe broken."""

import re

import pytest

from publisher.domain.diagnostics import Diagnostic, Level, Place, problem
from publisher.domain.language import read_language
from publisher.writers.pages import check_page, write_check_page
from tests.support import TOP, english
from tests.test_web_page import RULES, broken, open_for_axe

FILE = "examplia.xlsx"
HEADINGS = {"Current national law", "Legal reforms", "Title, original language"}
TEMPLATE = (TOP / "templates/html/check.html").read_text(encoding="utf-8")


def at(sheet, cell="", name=""):
    return Place(FILE, sheet, cell, name)


TOLD = (
    problem("S115", Place(FILE), file=FILE),
    problem("S111", at("Provisions"), rows="3"),
    problem("C225", at("Provisions", "F5", "art. 2, para. 1 (b), Current national law"), example="QX-1"),
    problem("C224", at("Provisions", "F5", "art. 2, para. 1 (b), Current national law"), spot="TBC"),
    problem("C225", at("Provisions", "G5", "art. 2, para. 1 (b), Legal reforms"), example="QX-1"),
    problem("C217", at("Provisions", "F10", "art. 3, Current national law"), key="QX-9", near=""),
    problem("C225", at("Provisions", "F10", "art. 3, Current national law"), example="QX-1"),
    problem("C217", at("Provisions", "G10", "art. 3, Legal reforms"), key="QX-3", near="QX-30"),
    problem("C261", at("Sources", "E3", "QX-2, Title, original language"), first="QX-1", second="QX-2"),
    problem("C290", at("Where we looked", "C25")),
)  # fmt: skip


def page(told=TOLD, dismissed=(), country="Examplia", language=None):
    return check_page(FILE, country, told, dismissed, language or english(), HEADINGS)


def written(told=TOLD, dismissed=(), language=None):
    language = language or english()
    shown = page(told, dismissed, language=language)
    return write_check_page(shown, language, TEMPLATE, template_name="check.html")


def text_of(html):
    body = html.partition("<main>")[2]
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body)).replace("&#39;", "'")


def test_it_goes_through_the_workbook_row_by_row_and_calls_each_row_as_people_do():
    shown = page()

    assert [(sheet.name, [row.title for row in sheet.rows]) for sheet in shown.sheets] == [
        ("Workbook", ["The file as a whole"]),
        ("Provisions", ["The sheet as a whole", "art. 2, para. 1 (b) (row 5)", "art. 3 (row 10)"]),
        ("Sources", ["QX-2 (row 3)"]),
        ("Where we looked", ["row 25"]),
    ]
    of_row = shown.sheets[1].rows[1].problems
    assert [(each.cell, each.column, each.code) for each in of_row] == [
        ("F5", "Current national law", "C225"),
        ("F5", "Current national law", "C224"),
        ("G5", "Legal reforms", "C225"),
    ]
    (title,) = shown.sheets[2].rows[0].problems
    assert (title.cell, title.column) == ("E3", "Title, original language")


def test_headings_stand_in_order_for_those_who_hear_the_page():
    headings = re.findall(r"<(h\d)>(?:<bdi>)?([^<]+)", written())

    assert headings[:5] == [
        ("h1", "Check results: Examplia"),
        ("h2", "Workbook"),
        ("h3", "The file as a whole"),
        ("h2", "Provisions"),
        ("h3", "The sheet as a whole"),
    ]


def test_a_remedy_is_told_once_and_then_led_to():
    html = written()

    remedy = "add the key of the source with the place in it, such as [QX-1]"
    assert html.count(remedy) == 1
    assert (
        html.count('<a href="#C225-please_check">what to do: as told first at <bdi>C225</bdi></a>')
        == 2
    )
    assert html.count('id="C225-please_check"') == 1
    # one that says something else is told as well
    assert "→ add it to the sheet of sources, or correct the key" in html
    assert "→ did you mean &#39;QX-30&#39;? If not, add it to the sheet of sources" in html


def test_each_link_of_the_page_leads_somewhere():
    html = written()

    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))


def test_nothing_found_is_said_and_there_is_nothing_to_filter():
    html = written(())

    assert '<p class="well">Nothing was found.</p>' in html
    assert "<fieldset>" not in html


def test_problems_of_one_level_alone_need_no_filter():
    """All of them, and those of the only level, would be the same."""
    (one, *_) = (each for each in TOLD if each.code == "C224")

    html = written((one,))

    assert "<fieldset>" not in html
    assert "&#39;TBC&#39; looks like a placeholder" in html
    assert "<fieldset>" in written()


def test_what_was_dismissed_stands_there_with_its_reason():
    html = text_of(written(TOLD[:1], [(TOLD[2], "the title of the law")]))

    assert (
        "Dismissed, with reasons Provisions!F5 (art. 2, para. 1 (b), Current national law) this text cites no source"
        " Reason: the title of the law" in html
    )


def test_its_words_are_those_of_the_workbook():
    french = read_language(TOP / "publisher/languages/fr.toml", english())
    html = text_of(written(language=french))

    assert (
        "Afficher Tout 10 À CORRIGER 3 À VÉRIFIER 6 REMARQUE 1 Classeur Le fichier dans son ensemble"
        in html
    )


# In a browser


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "examplia.check.html"
    excerpts = [
        Diagnostic(each.code, each.level, each.place, each.values, "x", TOLD[2].excerpt)
        for each in TOLD
    ]
    path.write_text(written(excerpts, [(TOLD[2], "the title of the law")]), encoding="utf-8")
    return path


SHOWN = "[...document.querySelectorAll('{}')].filter(each => each.offsetParent).length"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("level", "problems", "rows", "sheets"),
    [("all", 10, 6, 4), ("must_fix", 3, 2, 2), ("please_check", 6, 4, 2), ("note", 1, 1, 1)],
)
def test_the_filter_shows_one_level_with_its_headings_alone(
    tab, path, level, problems, rows, sheets
):
    tab.open(path)
    tab.run(f"document.getElementById('show-{level}').click()")

    counted = [tab.run(SHOWN.format(name)) for name in (".problem", ".row", ".sheet")]
    assert counted == [problems, rows, sheets]


@pytest.mark.slow
def test_the_filter_works_with_the_keyboard_and_has_a_name(tab, path):
    tab.open(path)
    tab.run("document.getElementById('show-all').focus()")
    for kind in ("keyDown", "keyUp"):
        tab.call(
            "Input.dispatchKeyEvent",
            type=kind,
            key="ArrowRight",
            code="ArrowRight",
            windowsVirtualKeyCode=39,
        )

    assert tab.run("document.querySelector('input:checked').id") == "show-must_fix"
    assert tab.run(SHOWN.format(".problem")) == 3
    assert "<script" not in path.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1300])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_and_nothing_runs_off_the_page(tab, path, width, scheme):
    open_for_axe(tab, path, width, prefers_color_scheme=scheme)

    assert broken(tab, RULES) == []
    assert tab.run("document.documentElement.scrollWidth") == width


def test_levels_are_counted():
    assert [(level, count) for level, _, count in page().counts] == [
        (Level.MUST_FIX, 3),
        (Level.PLEASE_CHECK, 6),
        (Level.NOTE, 1),
    ]


def test_a_message_in_english_runs_from_the_left_on_an_arabic_page():
    """The page says in Arabic what it says itself; the messages are English there."""
    told = (
        problem("C225", at("Provisions", "F5", "art. 1, Current national law"), example="QX-1"),
        problem("C225", at("Provisions", "F6", "art. 2, Current national law"), example="QX-1"),
    )
    arabic = read_language(TOP / "publisher/languages/ar.toml", english())
    html, usual = written(told, language=arabic), written(told)

    assert html.count('<p class="message" lang="en" dir="ltr">') == 2
    assert re.findall(r'<p class="hint"[^>]*>.', html) == [
        '<p class="hint" lang="en" dir="ltr">→',
        '<p class="hint">←',
    ]
    assert html.count('<span class="badge">يرجى التحقق منه</span>') == 2  # as its first lines say
    assert 'dir="ltr">' not in usual.partition("<main>")[2]
    assert "←" not in usual


def test_in_french_thousands_have_a_narrow_space():
    french = read_language(TOP / "publisher/languages/fr.toml", english())
    html = written((problem("C228", at("Provisions", "F5"), count="3,138"),), language=french)

    assert "(3\u202f138 caractères)" in html
