"""The guide on the site: made of final editions that stand, with what an editor marked as final, and of nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.report import ReportStatus
from publisher.domain.text import Paragraph, Span
from publisher.editions.manifest import Notice, NoticeKind
from publisher.editions.publishable import publishable
from publisher.project.project import open_project
from publisher.project.workbooks import check_file
from publisher.site.unpublished import unpublished
from publisher.site.values import Country
from tests.guide_projects import PICKED, area_of, edit, fact, guide_project, write
from tests.invented import name_of
from tests.site_editions import SECRETS, countries, final, made, publish
from tests.support import TODAY

CHAPTER = f"en/guide/{area_of(PICKED).lower()}/index.html"
QUOTED = "An invented law. It says this."


def run(folder, *words):
    result = CliRunner().invoke(main, ["--project", str(folder), *words])
    assert result.exit_code == 0, result.output
    return result.output


def issue_of(folder, number, *, is_final=True, law=""):
    """Return the first edition of an invented country as its workbook stands; `law` in place of its text on article 3(3)."""
    project = open_project(folder).value
    report = check_file(project, folder / f"workbooks/country-{number}.xlsx", TODAY).report
    report = publishable(report, project.language, names_researchers=False)
    status = ReportStatus.FINAL if is_final else ReportStatus.DRAFT
    entries = tuple(_with_law(each, law) for each in report.entries) if law else report.entries
    report = replace(report, facts=replace(report.facts, status=status), entries=entries)
    return unpublished(f"country-{number}", report, project.worded, project.presentation, TODAY)


def _with_law(entry, law):
    if entry.provision.id != PICKED:
        return entry
    own = replace(entry.contents[0], blocks=(Paragraph((Span(law),)),))
    return replace(entry, contents=(own, *entry.contents[1:]))


def put(folder, number, **how):
    publish(folder, Country(f"country-{number}", (issue_of(folder, number, **how),)))


@pytest.fixture
def folder(tmp_path):
    """Two invented countries with workbooks and a guide's workbook; the first has a final edition."""
    guide_project(tmp_path)
    put(tmp_path, 1)
    return tmp_path


def guide(folder, page="en/guide/index.html"):
    return (folder / "output/site" / page).read_text(encoding="utf-8")


def everything(folder):
    pages = (folder / "output/site").glob("*/guide/**/*.html")
    return "".join(each.read_text(encoding="utf-8") for each in pages)


def test_it_covers_what_is_published_as_final(folder):
    put(folder, 2, is_final=False)

    run(folder, "site")

    assert "Made from the one final report that stands today; it changes with it." in guide(folder)
    assert name_of(1) in everything(folder)
    assert name_of(2) not in everything(folder)
    assert "1 of 1 countries: the report has a text under ‘Current national law’" in guide(
        folder, CHAPTER
    )


def test_a_withdrawn_edition_is_not_in_it(folder):
    gone = Notice(1, NoticeKind.WITHDRAWN, date(2026, 6, 1), "It rested on a forged act.")
    publish(folder, Country("country-2", (replace(issue_of(folder, 2), notices=(gone,)),)))

    run(folder, "site")

    assert name_of(2) not in everything(folder)


def test_before_a_final_report_it_says_that_there_is_none(tmp_path):
    guide_project(tmp_path, numbers=(1,))
    put(tmp_path, 1, is_final=False)

    run(tmp_path, "site")

    assert "The guide is made from final reports. None has been published yet." in guide(tmp_path)
    assert not (tmp_path / "output/site" / CHAPTER).exists()
    assert "guide/a" not in guide(tmp_path, f"en/provisions/{PICKED}/index.html")


def test_without_an_editor_it_says_what_is_missing(folder):
    (folder / "workbooks/guide.xlsx").unlink()

    told = run(folder, "site", "-q")

    assert told == ""
    assert "These parts an editor writes; they are left out until then" in guide(folder)
    assert "Questions to put to a government, hints for advocates" in guide(folder)


def test_what_an_editor_wrote_stands_there_once_it_is_final(folder):
    put(folder, 2)
    edit(folder)

    told = run(folder, "site", "-q")

    assert told == ""
    assert "<h1>A guide to invented law</h1>" in guide(folder)
    chapter = guide(folder, CHAPTER)
    for text in ("It begins.", "Hint one", "Whoever …", "Too narrow.", "Good examples", QUOTED):
        assert text in chapter
    assert QUOTED in guide(folder, "en/guide/best/index.html")


def test_what_an_editor_wrote_stays_away_while_it_is_a_draft(folder):
    edit(folder)
    fact(folder, "status", "Draft")

    told = run(folder, "site", "-q")

    assert told == (
        "guide.xlsx: NOTE E933: the guide on the site is without what an editor wrote: "
        "this workbook is not marked as final\n"
        "    when it may be published, set 'Status' in the sheet Guide to Final and make the site again\n"
    )
    assert "A guide to invented law" not in everything(folder)
    assert "Hint one" not in everything(folder)
    assert QUOTED not in everything(folder)
    assert run(folder, "site", "-q") == told  # also where nothing is made anew


def test_what_an_editor_wrote_stays_away_while_it_has_problems(folder):
    edit(folder)
    write(folder, "Further resources", [{"Theme": "", "Title": "No theme", "Web address": "x"}])

    told = run(folder, "site", "-q")

    assert told == (
        "guide.xlsx: PLEASE CHECK E934: the guide on the site is without what an editor wrote: "
        "this workbook has problems that must be fixed\n"
        "    see them with: publisher check guide\n"
    )
    assert "Hint one" not in everything(folder)


def test_a_pick_whose_text_is_not_published_is_left_out(folder):
    """The second country has no edition: its text stands in a workbook alone."""
    edit(folder)

    run(folder, "site", "-q")

    assert "Too narrow." not in everything(folder)
    assert name_of(2) not in everything(folder)
    assert QUOTED in guide(folder, CHAPTER)


def test_a_pick_whose_published_text_is_another_is_left_out(tmp_path):
    guide_project(tmp_path, numbers=(1, 2))
    put(tmp_path, 1, law="A law of which the workbook says something else since.")
    edit(tmp_path)

    run(tmp_path, "site", "-q")

    assert "A law of which the workbook says something else since." not in guide(tmp_path, CHAPTER)
    assert QUOTED not in everything(tmp_path)


def test_nothing_that_must_not_be_published_is_in_it(tmp_path):
    (tmp_path / "workbooks").mkdir()
    for country in countries():
        issues = tuple(final(each) for each in country.issues)
        publish(tmp_path, replace(country, issues=issues))

    run(tmp_path, "site", "-q")

    assert "Examplia" in everything(tmp_path)
    assert [secret for secret in SECRETS if secret in everything(tmp_path)] == []


def test_what_counts_an_assessment_bears_its_mark():
    chapter = made()["en/guide/a01/index.html"].decode()

    # The one final report, that of Examplia, calls article 1 partly in line.
    assert (
        '<li><span class="marker partly" data-sign="◐"></span> 1 of 1 countries: Partly in line</li>\n'
        "<li>1 of 1 countries: the report has a text under ‘Current national law’</li>"
    ) in chapter


def test_bars_show_signs_and_counts_and_their_keys_the_same_marks():
    page = made()["en/guide/countries-other/index.html"].decode()

    drawing = page[page.index('<svg class="bar"') :].partition("</dd>")[0]
    assert "<title>Bar: Examplia. " in drawing
    assert drawing.count('<rect class="share partly"') == 1
    assert '<span class="marker partly" data-sign="◐"></span> Partly in line: <b>' in drawing
    assert '<span class="marker none" data-sign=""></span> Not assessed: <b>' in drawing
    count = drawing.partition("Not assessed: <b>")[2].partition("<")[0]
    assert f">{count}</text>" in drawing  # by far the longest part
    coverage = made()["en/guide/index.html"].decode().partition('id="coverage"')[2]
    assert '<i class="swatch not_researched"></i> not researched: <b>' in coverage


def test_a_bar_begins_at_the_right_where_the_page_does():
    own, arabic = (
        made()[f"{code}/guide/countries-other/index.html"].decode() for code in ("en", "ar")
    )

    first, last = (
        page[page.index('<rect class="share in_line"') :].partition('x="')[2].partition("%")[0]
        for page in (own, arabic)
    )
    assert first == "0"
    assert float(last) > 50


def test_a_main_gap_names_the_provision_then_its_assessment_on_a_line_of_its_own():
    page = made()["en/guide/countries-other/index.html"].decode()
    gaps = page.partition("<h3>Main gaps</h3>")[2]

    gap = gaps.partition("<dd>")[2].partition("</dd>")[0]
    assert gap.startswith("<p><bdi>")
    assert '</bdi></p>\n<p><span class="finding"><span class="marker not_in_line"' in gap


def test_the_way_leads_there_and_back(folder):
    run(folder, "site", "-q")

    code = countries_code(folder)
    provision = guide(folder, f"en/provisions/{PICKED}/index.html")
    assert f"../../../en/guide/{area_of(PICKED).lower()}/index.html#row-{PICKED}" in provision
    assert f"en/provisions/{PICKED}/index.html" in guide(folder, CHAPTER)
    country = guide(folder, f"en/countries/{code}/index.html")
    assert f"../../../en/guide/countries-other/index.html#{code}" in country
    assert f"en/countries/{code}/index.html" in guide(folder, "en/guide/countries-other/index.html")
    assert "en/guide/index.html" in guide(folder, "en/index.html")
    area = guide(folder, f"en/areas/{area_of(PICKED).lower()}/index.html")
    assert f"../../../{CHAPTER}" in area


def countries_code(folder):
    (found,) = (folder / "output/site/en/countries").glob("*/index.html")
    return found.parent.name


def test_only_what_says_something_else_is_written(folder):
    run(folder, "site", "-q")
    site = folder / "output/site"
    before = {each: each.stat().st_mtime_ns for each in site.glob("en/guide/**/*.html")}
    put(folder, 2, is_final=False)  # the guide does not speak of it

    run(folder, "site", "-q")

    assert {each: each.stat().st_mtime_ns for each in before} == before
    put(folder, 2)
    run(folder, "site", "-q")
    assert "2 of 2 countries" in guide(folder, CHAPTER)


def test_a_preview_covers_the_workbooks_as_they_stand(folder):
    run(folder, "site", "--preview", "-q")

    page = (folder / "output/site-preview/en/guide/index.html").read_text(encoding="utf-8")
    assert "Made from 2 workbooks as they stand, final or not." in page
    assert name_of(2) in page
