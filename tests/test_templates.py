"""The commands about templates, comments in a copy, and building with a broken template."""

import io
import json
import re
import tomllib
import zipfile
from datetime import datetime
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from docx import Document

from publisher.cli.main import main
from publisher.cli.template_fields import in_typst
from publisher.domain.diagnostics import Place, TemplateSpot, problem, standard_catalogue
from publisher.project.project import open_project
from publisher.project.template_checks import check_template
from publisher.project.templates import list_templates
from publisher.templating.word.annotate import annotated_template
from publisher.writers.docx import template_findings
from tests.broken_templates import (
    broken,
    deleted,
    inserted,
    instead,
    linked,
    packed,
    parts_of,
    run,
    sound,
    text_box,
    with_notes,
    without,
)
from tests.support import TODAY, TOP, W, docx_part, english, filled, saved
from tests.validators import own_faults, validator_findings
from tools import standard_template

WORDS = tuple(english().words("report"))
NOW = datetime(2026, 11, 24, 12, 0)
TITLE = "{{ row.title }}"
WORKBOOK = saved(filled())
STANDARD = sorted((TOP / "templates/docx").glob("*_report.docx"))


def command(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), "templates", *arguments])
    assert result.exit_code == expect, result.output
    return result


@pytest.fixture
def project(tmp_path):
    """A project with a Word template of its own in which a field is misspelt, and a workbook."""
    (tmp_path / "templates/docx").mkdir(parents=True)
    (tmp_path / "templates/docx/house.docx").write_bytes(broken(instead(TITLE, "{{ row.titel }}")))
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks/examplia.xlsx").write_bytes(WORKBOOK)
    (tmp_path / "publisher.toml").write_text(
        'report = "house"\nword_notes = "list"\nword_page_numbers = false\n', encoding="utf-8"
    )
    return tmp_path


# list, fields


def test_list_says_whose_each_template_is_and_whether_it_is_sound(project):
    lines = command(project, "list").stdout.splitlines()

    table = {
        line.split()[0]: re.split(r"  +", line)[1:]
        for line in lines
        if line.startswith(("docx/", "html/"))
    }
    assert table["docx/house.docx"] == ["the country report in Word", "your own", "1 MUST FIX"]
    assert table["docx/country_report.docx"] == ["the country report in Word", "standard", "-"]
    assert table["html/check.html"] == ["the list of a workbook's problems", "standard", "-"]
    assert any(
        line.startswith('Not in use, because report = "house" in publisher.toml: ')
        for line in lines
    )


def test_a_template_as_the_standard_one_is_known_as_such(tmp_path):
    CliRunner().invoke(main, ["init", str(tmp_path)])

    told = json.loads(command(tmp_path, "list", "--json").stdout)

    assert {(each["own"], each["changed"]) for each in told} == {(True, False)}
    assert next(each for each in told if each["name"] == "docx/country_report.docx")["used"]
    assert not next(each for each in told if each["name"] == "docx/portrait_report.docx")["used"]


def test_copies_with_comments_and_lock_files_are_no_templates(project):
    folder = project / "templates/docx"
    for name in ("house.checked.docx", "~$house.docx", ".hidden.docx", "notes.txt"):
        (folder / name).write_bytes(b"")

    names = [each.name for each in list_templates(open_project(project).value) if each.is_own]

    assert names == ["docx/house.docx"]


@pytest.mark.slow
def test_fields_shows_tags_kinds_examples_filters_and_words(project):
    output = command(project, "fields").stdout

    lines = [re.split(r"  +", line.strip()) for line in output.splitlines()]
    assert ["{{ report.country }}", "text", "Examplia"] in lines
    assert ["{{p cell | cell }}", "group of fields"] in [line[:2] for line in lines]
    assert ["{%p for row in group.rows %} … {%p endfor %}", "list"] in lines
    assert ["{{ words.facts }}", "Country facts"] in lines
    assert any(line[0] == "cell" and line[-1] == "{{p cell | cell }}" for line in lines)
    assert "{%tr … %} its table row" in output


def test_fields_can_be_read_by_other_programs_and_shown_for_html(project):
    told = json.loads(command(project, "fields", "--kind", "html", "--json").stdout)

    summary = next(each for each in told["fields"] if each["path"] == "report.summary")
    assert (summary["kind"], summary["tag"]) == ("blocks", "{{ report.summary | blocks }}")
    assert {"blocks", "inlines"} <= {each["name"] for each in told["filters"]}
    assert told["words"]["facts"] == "Country facts"
    assert "{%tr" not in command(project, "fields", "--kind", "html").stdout


# check


def test_check_tells_every_problem_of_every_template_with_its_place(project):
    result = command(project, "check", "house", expect=1)

    assert result.stderr.splitlines() == [
        "templates/docx/house.docx: 1 MUST FIX",
        '  table 1, row 3, column 1, paragraph 1, "{{ row.titel }}"',
        "      MUST FIX T502: 'row' has no field 'titel'",
        "      did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
    ]
    assert result.stdout.splitlines() == ["1 template checked: 1 MUST FIX"]


def test_check_speaks_the_language_of_the_project(project):
    with (project / "publisher.toml").open("a", encoding="utf-8") as settings:
        settings.write('language = "fr"\n')

    lines = command(project, "check", "house.docx", expect=1).stderr.splitlines()

    assert lines[1:3] == [
        "  tableau 1, ligne 3, colonne 1, paragraphe 1, «\u00a0{{ row.titel }}\u00a0»",
        "      À CORRIGER T502: «\u00a0row\u00a0» n’a pas de champ «\u00a0titel\u00a0»",
    ]


def test_check_can_be_read_by_other_programs(project):
    told = json.loads(command(project, "check", "docx/house.docx", "--json", expect=1).stdout)

    assert [(each["code"], each["file"], each["place"]) for each in told] == [
        (
            "T502",
            "templates/docx/house.docx",
            'table 1, row 3, column 1, paragraph 1, "{{ row.titel }}"',
        )
    ]


def test_without_a_name_all_templates_are_checked(project):
    result = command(project, "check", expect=1)

    assert "templates/html/check.html: no problems" in result.stderr
    assert re.fullmatch(r"\d+ templates checked: 1 MUST FIX", result.stdout.strip())


def test_quietly_only_problems_are_told(project):
    result = command(project, "check", "-q", expect=1)

    assert result.stdout == ""
    assert [line for line in result.stderr.splitlines() if not line.startswith(" ")] == [
        "templates/docx/house.docx: 1 MUST FIX"
    ]


def test_a_template_that_is_not_there_is_told_with_the_nearest(project):
    assert (
        "there is no template 'huose'; did you mean 'house'?"
        in command(project, "check", "huose", expect=2).output
    )


def test_a_template_that_fails_only_when_it_is_filled_is_told(project):
    (project / "templates/docx/house.docx").write_bytes(
        broken(instead(TITLE, "{{ report.facts[99].label }}"))
    )

    result = command(project, "check", "house", expect=1)

    assert result.stderr.splitlines()[1:3] == [
        '  "{{ report.facts[99].label }}"',
        "      MUST FIX T590: the template cannot be filled: tuple object has no element 99",
    ]


def test_a_template_that_is_open_in_word_is_checked_as_it_was_saved(project):
    (project / "templates/docx/~$use.docx").write_bytes(b"")

    lines = command(project, "check", "house", expect=1).stderr.splitlines()

    assert lines[-2:] == [
        "      NOTE T593: this template is open in Word or LibreOffice: it is checked as it was last saved",
        "      save it there and check again",
    ]


@pytest.mark.slow
def test_the_same_fault_in_several_places_is_told_once_below_them(tmp_path):
    (tmp_path / "templates/docx").mkdir(parents=True)
    twice = instead(TITLE, "{{ row.titel }} {{ row.titel }} {{ row.reference ~ }}")
    (tmp_path / "templates/docx/house.docx").write_bytes(broken(twice))

    told = command(tmp_path, "check", "house", expect=1).output.splitlines()

    assert told == [
        "templates/docx/house.docx: 3 MUST FIX",
        '  table 1, row 3, column 1, paragraph 1, "{{ row.titel }} {{ row.titel }} {{ …"',
        '  table 1, row 3, column 1, paragraph 1, "{{ row.titel }} {{ row.titel }} {{ row.reference ~ }}"',
        "      MUST FIX T502: 'row' has no field 'titel'",
        "      did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        '  table 1, row 3, column 1, paragraph 1, "… }} {{ row.titel }} {{ row.reference ~ }}"',
        "      MUST FIX T525: this tag is not complete",
        "      something is missing before its end: a name behind a dot, a filter behind a bar, or a closing bracket",
        "1 template checked: 3 MUST FIX",
    ]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        (
            "docx/old.doc",
            "open it in Word, save it as 'Word Document (.docx)' under the name old.docx, and move this file out of the"
            " templates",
        ),
        (
            "docx/Our house.DOTX",
            "open it in Word, save it as 'Word Document (.docx)' under the name Our-house.docx, and move this file out of"
            " the templates",
        ),
        ("docx/house.2.docx", "move it into the folder templates/docx under the name house-2.docx"),
        ("house.docx", "move it into the folder templates/docx under the name house.docx"),
        ("docx/house.pdf.css", "move it into the folder templates/html under the name house.pdf.css"),
        ("typst/HOUSE.TYP", "move it into the folder templates/typst under the name HOUSE.typ"),
    ],
)  # fmt: skip
def test_a_file_that_was_meant_as_a_template_and_is_not_read_is_told(tmp_path, name, remedy):
    (tmp_path / "workbooks").mkdir()
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    told = (
        f"templates/{name}: PLEASE CHECK T596: this file is no template that the program reads, and has no effect\n"
        f"    {remedy}\n"
    )

    assert command(tmp_path, "list").output.startswith(told)
    assert command(tmp_path, "check").output.startswith(told)
    assert command(tmp_path, "check").output.endswith("templates checked: 1 PLEASE CHECK\n")
    assert command(tmp_path, "check", path.name, expect=1).output == told


def test_notes_and_copies_beside_the_templates_are_left_alone(tmp_path):
    (tmp_path / "templates/docx").mkdir(parents=True)
    for name in ("read me.txt", "docx/~$house.docx", "docx/house.checked.docx", "docx/logo.png"):
        (tmp_path / "templates" / name).write_bytes(b"")

    assert "T596" not in command(tmp_path, "list").output


def test_a_template_that_is_enormous_when_unpacked_is_not_opened():
    template = packed(parts_of(sound()) | {"word/media/image1.png": bytes(101 * 10**6)})

    (found,) = template_findings(template, "house.docx", WORDS, "list")

    assert str(found.diagnostic) == (
        "house.docx: MUST FIX T583: the template is enormous when unpacked and was not opened\n"
        "    make its pictures smaller; a template is normally under 20 MB"
    )


@pytest.mark.parametrize("notes", ["list", "footnotes", "endnotes"])
@pytest.mark.parametrize("path", STANDARD, ids=lambda path: path.name)
def test_the_standard_templates_are_sound(path, notes):
    assert template_findings(path.read_bytes(), path.name, WORDS, notes) == ()


def test_all_that_comes_with_the_toolkit_is_sound():
    project = open_project(TOP).value

    assert {
        each.name: check_template(project, each, TODAY) for each in list_templates(project)
    } == {each.name: () for each in list_templates(project)}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("country_report", standard_template.country_report),
        ("portrait_report", standard_template.portrait_report),
        ("advocacy_guide", standard_template.advocacy_guide),
    ],
)
def test_a_standard_template_is_what_its_tool_makes(name, make):
    """So that a change of one is a change of the other; the draft's is edited in Word."""
    assert (TOP / f"templates/docx/{name}.docx").read_bytes() == make()


@pytest.mark.parametrize("path", STANDARD, ids=lambda path: path.name)
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{{ row.summary }}", "{{ row.sumary }}", "T502"),
        ("{{p cell | cell }}", "{{p cel | cell }}", "T501"),
        ("{{p cell | cell }}", "{{ cell | cell }}", "T554"),
    ],
)
def test_a_slip_in_a_standard_template_is_told_at_its_paragraph(path, old, new, code):
    template = broken(instead(old, new), template=path.read_bytes())

    (found,) = template_findings(template, path.name, WORDS, "list")

    assert found.diagnostic.code == code
    assert found.diagnostic.place.spot.quote == new
    assert found.diagnostic.place.spot.steps[-1][0] == "paragraph"


# check --annotate


def comments_of(content):
    """Return the comments of a Word file with the text each is attached to, as python-docx and the XML have them."""
    root = ElementTree.fromstring(docx_part(content))
    texts, open_ids = {}, []
    for each in root.iter():
        if each.tag == f"{W}commentRangeStart":
            open_ids.append(each.get(f"{W}id"))
        elif each.tag == f"{W}commentRangeEnd":
            open_ids.remove(each.get(f"{W}id"))
        elif each.tag == f"{W}t":
            for id_ in open_ids:
                texts[id_] = texts.get(id_, "") + (each.text or "")
    return [
        (texts.get(str(each.comment_id), ""), each.text)
        for each in Document(io.BytesIO(content)).comments
    ]


def standard(*edits):
    """Return a standard template after some edits: it has all parts that validators look for."""
    return broken(*edits, template=STANDARD[0].read_bytes())


def annotated(template):
    findings = template_findings(template, "house.docx", WORDS, "list")
    return annotated_template(template, findings, standard_catalogue(), NOW)


@pytest.mark.slow
def test_a_copy_has_a_comment_at_each_spot_of_the_body():
    template = standard(
        instead("{{ row.summary }}", "{{ row.sumary }}"),
        instead("{{ fact.label }}", "A: ", "{{ fact }}"),
    )

    content = annotated(template)

    assert comments_of(content) == [
        (
            "{{ fact }}",
            "MUST FIX T510: 'fact' is a group of fields and cannot be printed as it is\n"
            "print its fields, such as fact.label, fact.blocks",
        ),
        (
            "{{ row.sumary }}",
            "MUST FIX T502: 'row' has no field 'sumary'\n"
            "did you mean 'summary'? If not, 'publisher templates fields' lists all fields and words",
        ),
    ]
    assert validator_findings(content) == validator_findings(template)
    assert own_faults(content) == []


def test_what_is_wrong_where_word_allows_no_comments_is_told_at_the_start():
    template = with_notes(
        broken(
            instead("{{ report.title }}", "{{ report.titel }}", number=1),
            instead("{{ group.title }}", "{{ group.title }}", text_box("{{ group.titel }}")),
            without('{{p report.contributors | blocks("Body Text") }}'),
        ),
        "footnote",
        "{{ report.titel }}",
    )

    told = [
        (anchor, text.split(":")[1].strip()) for anchor, text in comments_of(annotated(template))
    ]

    first = "{{ report.title }}"
    assert told == [
        (first, "the template never prints what a workbook says in"),
        (first, 'paragraph 11, text box 1, paragraph 1, "{{ group.titel }}"'),
        (first, 'header of section 1, paragraph 1, "{{ report.titel }}"'),
        (first, 'footnote ?, paragraph 1, "{{ report.titel }}"'),
    ]


@pytest.mark.slow
def test_a_copy_of_a_template_with_tracked_changes_and_links_is_valid():
    pieces = (
        run("{{ row."),
        inserted("summary }}"),
        deleted("{{ row.old }}"),
        linked("{{ row.sumary }}"),
    )
    template = standard(instead("{{ row.summary }}", *pieces))

    content = annotated(template)

    assert len(comments_of(content)) > 2
    assert validator_findings(content) == validator_findings(template)
    assert own_faults(content) == own_faults(template)


@pytest.mark.slow
def test_styles_of_comments_that_word_has_named_in_another_language_are_used():
    french = parts_of(STANDARD[0].read_bytes())
    french["word/styles.xml"] = french["word/styles.xml"].replace(
        b"</w:styles>",
        b'<w:style w:type="character" w:styleId="Marquedecommentaire"><w:name w:val="annotation reference"/></w:style>'
        b"</w:styles>",
    )
    content = annotated(
        broken(instead("{{ row.summary }}", "{{ row.sumary }}"), template=packed(french))
    )

    assert '<w:rStyle w:val="Marquedecommentaire"/>' in docx_part(content)
    assert "CommentReference" not in docx_part(content)
    assert own_faults(content) == []


def test_the_command_writes_a_copy_beside_the_template_and_leaves_the_template_alone(project):
    before = (project / "templates/docx/house.docx").read_bytes()

    result = command(project, "check", "house", "--annotate", expect=1)

    copy = project / "templates/docx/house.checked.docx"
    assert f"with comments: {copy}" in result.stdout
    assert [anchor for anchor, _ in comments_of(copy.read_bytes())] == ["{{ row.titel }}"]
    assert (project / "templates/docx/house.docx").read_bytes() == before


def test_a_copy_that_is_open_in_word_is_not_written(project):
    copy = project / "templates/docx/house.checked.docx"
    copy.write_bytes(b"mine")
    (project / "templates/docx/~$use.checked.docx").write_bytes(b"")

    result = command(project, "check", "house", "--annotate", expect=1)

    assert copy.read_bytes() == b"mine"
    assert result.stderr.splitlines()[-2:] == [
        "house.checked.docx: MUST FIX T592: this copy is open in Word or LibreOffice (~$use.checked.docx lies beside it), "
        "so nothing was written into it",
        "    close it there, then do this again; if nobody has it open, delete the file ~$use.checked.docx",
    ]


def test_a_sound_template_and_what_is_no_word_file_get_no_copy(project):
    (project / "templates/docx/house.docx").write_bytes(sound())
    (project / "templates/docx/other.docx").write_bytes(b"no Word file")

    command(project, "check", "house", "other", "--annotate", expect=1)

    assert [path.name for path in sorted((project / "templates/docx").iterdir())] == [
        "house.docx",
        "other.docx",
    ]


# new


def test_new_begins_a_template_from_the_standard_one_and_never_overwrites(tmp_path):
    result = command(tmp_path, "new", "ministry")
    path = tmp_path / "templates/docx/ministry.docx"

    assert path.read_bytes() == (TOP / "templates/docx/country_report.docx").read_bytes()
    assert result.stdout.splitlines() == [
        f"written: {path}",
        "Next: change it in Word, then: publisher templates check ministry",
        'To build reports with it write report = "ministry" in publisher.toml;',
        "that needs the other kind as well: publisher templates new ministry --kind html",
    ]
    path.write_bytes(b"mine")
    again = command(tmp_path, "new", "ministry.docx", expect=2)
    assert f"{path} is there already and was left as it is. Choose another name." in again.output
    assert path.read_bytes() == b"mine"


def test_new_begins_html_templates_with_their_style_sheet_or_from_another_layout(tmp_path):
    command(tmp_path, "new", "ministry", "--kind", "html")
    command(tmp_path, "new", "upright", "--like", "portrait_report")

    assert sorted(path.name for path in (tmp_path / "templates").rglob("*.*")) == [
        "ministry.css",
        "ministry.html",
        "ministry.pdf.css",
        "upright.docx",
    ]
    standard = (TOP / "templates/docx/portrait_report.docx").read_bytes()
    assert (tmp_path / "templates/docx/upright.docx").read_bytes() == standard
    assert (
        "there is no standard word template 'none'"
        in command(tmp_path, "new", "x", "--like", "none", expect=2).output
    )


@pytest.mark.parametrize("name", ["../out", "a/b", ".hidden", "a.checked", ""])
def test_a_name_that_is_no_name_for_a_file_is_refused(tmp_path, name):
    assert "cannot be the name of a template" in command(tmp_path, "new", name, expect=2).output
    assert list(tmp_path.iterdir()) == []


# Building


@pytest.mark.slow
def test_building_with_a_broken_template_says_the_same_once_and_builds_the_rest(project):
    (project / "workbooks/second.xlsx").write_bytes(WORKBOOK)
    for kind in ("html", "css"):
        content = (TOP / f"templates/html/country_report.{kind}").read_bytes()
        (project / "templates/html").mkdir(exist_ok=True)
        (project / f"templates/html/house.{kind}").write_bytes(content)

    result = CliRunner().invoke(
        main,
        ["--project", str(project), "build", "--format", "docx", "--format", "html"],
        catch_exceptions=False,
    )

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        'templates/docx/house.docx: table 1, row 3, column 1, paragraph 1, "{{ row.titel }}": MUST FIX T502: '
        "'row' has no field 'titel'",
        "    did you mean 'title'? If not, 'publisher templates fields' lists all fields and words",
        "second.xlsx: PLEASE CHECK S128: this workbook is of Examplia, and so is examplia.xlsx: a text written into one of"
        " them is not in the other",
        '    take the one into the other with: publisher receive "workbooks/second.xlsx" --workbook "examplia.xlsx"; then move'
        " it out of the folder",
    ]
    assert [line.partition(":")[0] for line in result.stdout.splitlines()[:4]] == [
        "not written",
        "written",
        "not written",
        "written",
    ]


# Messages


@pytest.mark.parametrize(
    "code", sorted(code for code in standard_catalogue() if re.fullmatch(r"T5\d\d", code))
)
def test_every_message_about_templates_is_complete_in_french(code):
    french = tomllib.loads((TOP / "publisher/messages/fr.toml").read_text(encoding="utf-8"))
    english_words = {
        key: text for key, text in standard_catalogue()[code].items() if key != "level"
    }

    assert french[code].keys() == english_words.keys()
    for key, text in english_words.items():
        assert sorted(re.findall(r"(?<!\{)\{(\w+)\}", french[code][key])) == sorted(
            re.findall(r"(?<!\{)\{(\w+)\}", text)
        ), key


@pytest.mark.parametrize("section", ["places", "kinds", "kind_names"])
def test_places_and_kinds_have_french_words(section):
    french = tomllib.loads((TOP / "publisher/messages/fr.toml").read_text(encoding="utf-8"))

    assert french[section].keys() == standard_catalogue()[section].keys()


def test_a_place_in_a_template_is_told_from_the_outside_in():
    spot = TemplateSpot(
        (("header_first", "2"), ("table", "1"), ("row", "3"), ("column", "4")), "{{ x }}"
    )
    told = problem("T581", Place("house.docx", spot=spot))

    assert str(told).partition(": MUST")[0] == (
        'house.docx: first-page header of section 2, table 1, row 3, column 4, "{{ x }}"'
    )


@pytest.mark.parametrize(
    ("tag", "in_a_layout"),
    [
        ("{{ report.country }}", "#report.country"),
        ("{{ fact.blocks | blocks }}", "#blocks(fact.blocks)"),
        (
            "{% for group in report.groups %} … {% endfor %}",
            "#for group in report.groups { … }",
        ),
        ("{{ words.table }}", "#words.table"),
    ],
)
def test_fields_are_listed_as_a_layout_writes_them(tag, in_a_layout):
    assert in_typst(tag) == in_a_layout


def test_a_new_layout_is_a_copy_of_the_standard_one_and_is_checked(project):
    lines = command(project, "new", "upright", "--kind", "typst").stdout.splitlines()
    layout = project / "templates/typst/upright.typ"
    layout.write_text(layout.read_text(encoding="utf-8") + "#let x = (\n", encoding="utf-8")

    checked = command(project, "check", "upright", expect=1).stderr.splitlines()

    assert lines[0].endswith("upright.typ")
    assert checked[0] == "templates/typst/upright.typ: 1 MUST FIX"
    assert checked[2] == (
        "      MUST FIX T595: the PDF cannot be laid out with this template; Typst says: unclosed delimiter"
    )


@pytest.mark.parametrize(
    "path",
    sorted((*(TOP / "templates").glob("*/*.*"), *(TOP / "publisher/desk").glob("templates/*.*"))),
    ids=lambda path: path.name,
)
def test_no_colon_behind_a_word_is_written_in_a_template(path):
    # In French a space stands before it: it comes with the words, as `colon` or `labelled`.
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as file:
            parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
        text = " ".join(re.sub(r"<[^>]+>", "", part) for part in parts)
    else:
        text = path.read_text(encoding="utf-8")
    # Of Typst, what is written into a text: [#share.label: ...].
    pattern = r"\[#[\w.]+: " if path.suffix == ".typ" else r"\}\}(?:</\w+>)*:(?!\w)[^/]{2}"
    assert re.findall(pattern, text) == []
