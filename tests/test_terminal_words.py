"""What the terminal and the page of the status say in a French project, and of two workbooks of one country."""

import json
import re
import tomllib
from collections import Counter

import openpyxl
import pytest
from click.testing import CliRunner

from publisher.cli.main import main
from publisher.domain.countries import Country
from publisher.project.project import open_project
from publisher.workbook.issue import issue_workbook
from tests.support import EXAMPLIA, TOP, filled, saved
from tests.test_web_page import RULES, broken, open_for_axe

EXAMPLIE = Country("QX", "QXX", "Exemplie", "République d’Exemplie")
SOURCES = "key | type | title | verified\nQX-1 | National law | Children Act | Yes"


def run(folder, *arguments, expect=0):
    result = CliRunner().invoke(main, ["--project", str(folder), *arguments])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.fixture(scope="module")
def french(tmp_path_factory):
    folder = tmp_path_factory.mktemp("french")
    (folder / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")
    (folder / "workbooks").mkdir()
    french = open_project(folder).value.worded
    (folder / "workbooks/exemplie.xlsx").write_bytes(issue_workbook(french, EXAMPLIE))
    (folder / "workbooks/abîmé.xlsx").write_bytes(b"")
    return folder


@pytest.mark.slow
def test_check_build_and_status_speak_the_language_of_the_project(french):
    checked = run(french, "check", "exemplie").splitlines()
    assert checked[-2:] == [
        f"liste complète : {french / 'output/exemplie/exemplie.check.html'}",
        "contrôle de 1 classeur : aucun problème",
    ]

    first = run(french, "build", "exemplie", "--format", "html").splitlines()
    again = run(french, "build", "exemplie", "--format", "html").splitlines()
    report = french / "output/exemplie/exemplie.html"
    assert first == [
        f"écrit : {report}",
        "1 classeur : 1 fichier à neuf, 0 sans changement ; aucun problème",
    ]
    assert again == [
        f"inchangé : {report}",
        "1 classeur : 0 fichiers à neuf, 1 sans changement ; aucun problème",
    ]

    status = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-11-24 09:30", run(french, "status"))
    assert status == (
        "classeur       pays      recherché  À CORRIGER  À VÉRIFIER  sources lues  dernière version  rapport\n"
        "abîmé.xlsx               0 sur 0    1           0           0 sur 0       jamais            pas encore fabriqué\n"
        "exemplie.xlsx  Exemplie  0 sur 174  0           0           0 sur 0       2026-11-24 09:30  pas dans tous les formats\n"
        "abîmé.xlsx: chercheur: renvoyer le classeur : il est illisible\n"
        "Exemplie: chercheur: rechercher 174 cellules\n"
        "Exemplie: rédaction: fabriquer le rapport\n"
        f"avec chaque disposition : {french / 'output/status.html'}\n"
    )


@pytest.mark.slow
def test_the_page_of_the_status_is_in_the_language_of_the_project(french):
    run(french, "status")

    page = (french / "output/status.html").read_text(encoding="utf-8")
    assert '<html lang="fr" dir="ltr">' in page
    assert "<h1>État des rapports par pays</h1>" in page
    words = re.sub(r"\s+", " ", re.sub("<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))
    assert "Rien à signaler (58)" in words
    assert not re.search(r"\b(?:researched|never|built|sources read|nobody|waits)\b", words)


def test_a_project_without_workbooks_says_so_in_its_language(tmp_path):
    (tmp_path / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")

    assert run(tmp_path, "build", expect=1) == (
        f"Il n’y a aucun classeur dans {tmp_path / 'workbooks'}. Créez-en un avec : publisher new PAYS\n"
    )


# init, doctor, templates


def test_init_speaks_the_language_of_the_settings_that_are_there(tmp_path):
    (tmp_path / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")

    lines = run(tmp_path, "init", str(tmp_path)).splitlines()

    assert lines[0] == f"écrit\xa0: {tmp_path / 'workbooks/examplia.xlsx'}"
    assert lines[-1] == f"Le projet est prêt. Ensuite\xa0: cd {tmp_path}, puis publisher new PAYS"


def test_init_of_the_folder_one_is_in_sends_nobody_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    lines = run(tmp_path, "init", ".").splitlines()

    assert lines[-1] == "The project is ready. Next: publisher new COUNTRY"


def test_init_names_a_folder_as_it_is_typed(tmp_path):
    lines = run(tmp_path, "init", str(tmp_path / "our reports")).splitlines()

    told = (
        f'The project is ready. Next: cd "{tmp_path / "our reports"}", then publisher new COUNTRY'
    )
    assert lines[-1] == told


def test_init_beside_settings_that_cannot_be_read_leaves_them_alone(tmp_path):
    (tmp_path / "publisher.toml").write_text("language = “fr”\n", encoding="utf-8")

    assert run(tmp_path, "init", str(tmp_path)).startswith("written: ")
    assert (tmp_path / "publisher.toml").read_text(encoding="utf-8") == "language = “fr”\n"


def test_the_doctor_speaks_the_language_of_the_project(tmp_path):
    (tmp_path / "publisher.toml").write_text(
        'language = "fr"\nicc = "presse.icc"\n', encoding="utf-8"
    )

    lines = run(tmp_path, "doctor").splitlines()

    told = [line for line in lines if "Profil" in line or "remédier" in line or "Dossier" in line]
    assert told == [
        "manque    Profil CMJN\xa0: manque\xa0: nécessaire à la seule édition d’impression",
        "          pour y remédier\xa0: corrigez icc dans publisher.toml",
        "bien      Dossier workbooks\xa0: accessible en écriture",
        "bien      Dossier output\xa0: accessible en écriture",
    ]


def test_starters_of_the_desk_are_told_in_the_language_of_the_project(tmp_path):
    (tmp_path / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")

    assert run(tmp_path, "desk", "--shortcut").splitlines() == [
        f"écrit\xa0: {tmp_path / f'Open the desk.{ending}'}"
        for ending in ("bat", "command", "desktop")
    ]


def test_starters_that_cannot_be_written_are_told(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "Open the desk.bat").mkdir()

    assert run(tmp_path, "desk", "--shortcut", expect=1) == (
        f"{tmp_path / 'Open the desk.bat'}: MUST FIX O351: this file cannot be written, because a folder of the same name"
        " stands in its place\n"
        "    move that folder elsewhere or give it another name, then do this again\n"
    )


@pytest.mark.slow
def test_templates_are_listed_begun_and_checked_in_the_language_of_the_project(tmp_path):
    (tmp_path / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")

    begun = run(tmp_path, "templates", "new", "ligue").splitlines()
    assert begun == [
        f"écrit\xa0: {tmp_path / 'templates/docx/ligue.docx'}",
        "Ensuite\xa0: changez-le dans Word, puis\xa0: publisher templates check ligue",
        'Pour fabriquer des rapports avec lui, écrivez report = "ligue" dans publisher.toml\u202f;',
        "il y faut aussi l’autre sorte\xa0: publisher templates new ligue --kind html",
    ]
    again = run(tmp_path, "templates", "new", "ligue", expect=2)
    assert again.splitlines()[-1] == (
        f"Error: {tmp_path / 'templates/docx/ligue.docx'} existe déjà et a été laissé tel quel. Choisissez un autre nom."
    )
    other = run(tmp_path, "templates", "new", "autre", "--like", "portrait", expect=2)
    assert other.splitlines()[-1] == (
        "Error: il n’y a pas de modèle standard «\xa0portrait\xa0» de la sorte word\u202f; il y a\xa0: advocacy_guide,"
        " country_report, portrait_report, review_draft"
    )
    near = run(tmp_path, "templates", "check", "ligu", expect=2)
    assert near.splitlines()[-1] == (
        "Error: il n’y a pas de modèle «\xa0ligu\xa0»\u202f; vouliez-vous dire «\xa0ligue\xa0»\u202f?"
    )
    listed = run(tmp_path, "templates", "list").splitlines()
    rows = [re.split("  +", line) for line in listed]
    assert rows[0] == ["modèle", "à quoi il sert", "à qui il est", "contrôle"]
    assert [
        "docx/ligue.docx",
        "le rapport par pays dans Word",
        "le vôtre",
        "aucun problème",
    ] in rows
    assert ["html/status.html", "l’état de tous les pays", "standard", "-"] in rows
    assert listed[-2:] == [
        f"Les modèles du projet lui-même sont dans {tmp_path / 'templates'}.",
        "Ensuite\xa0: publisher templates check, ou publisher templates new NOM",
    ]
    checked = run(tmp_path, "templates", "check", "ligue").splitlines()
    assert checked[-1] == "contrôle de 1 modèle\xa0: aucun problème"
    fields = run(tmp_path, "templates", "fields").splitlines()
    assert re.split("  +", fields[0]) == ["balise", "sorte", "exemple (un pays inventé)"]
    assert fields[-1] == (
        "parmi d’autre texte. Une telle balise a son paragraphe, sa ligne ou sa cellule pour elle seule."
    )


@pytest.mark.parametrize("section", ["terminal", "doctor", "template_purposes"])
def test_all_words_of_the_terminal_are_there_in_french(section):
    french, english = (
        tomllib.loads((TOP / f"publisher/messages/{code}.toml").read_text(encoding="utf-8"))[
            section
        ]
        for code in ("fr", "en")
    )

    def filled_in(text):
        return sorted(re.findall(r"(?<!\{)\{(\w+)\}", text))

    assert french.keys() == english.keys()
    assert {key: filled_in(text) for key, text in french.items()} == {
        key: filled_in(text) for key, text in english.items()
    }


# Two workbooks of one country

TWIN = "this workbook is of Examplia, and so is examplia.xlsx: a text written into one of them is not in the other"
REMEDY = (
    'take the one into the other with: publisher receive "workbooks/twin.xlsx" --workbook "examplia.xlsx";'
    " then move it out of the folder"
)


@pytest.fixture(scope="module")
def doubled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("doubled")
    (folder / "workbooks").mkdir()
    book = saved(filled("id | law\nopsc-1 | Nothing found", SOURCES))
    for name in ("examplia", "twin"):
        (folder / f"workbooks/{name}.xlsx").write_bytes(book)
    return folder


@pytest.mark.slow
def test_check_counts_the_problem_that_two_workbooks_are_of_one_country(doubled):
    """What is counted at the end is what is told: as many as `--json` lists."""
    output = run(doubled, "check")

    told = json.loads(run(doubled, "check", "--json"))
    levels = Counter(each["level"] for each in told)
    assert "S128" in {each["code"] for each in told}
    assert f"2 workbooks checked: {levels['please_check']} PLEASE CHECK" in output


@pytest.mark.slow
def test_build_tells_that_two_workbooks_are_of_one_country(doubled):
    assert EXAMPLIA.short_name == "Examplia"
    for _ in range(2):  # also where nothing has changed
        output = run(doubled, "build", "--format", "html")

        assert f"twin.xlsx: PLEASE CHECK S128: {TWIN}\n    {REMEDY}\n" in output
        assert re.search(r"2 workbooks: \d files? written, \d unchanged; \d+ PLEASE CHECK", output)
    assert "S128" not in run(doubled, "build", "twin", "--format", "html")


@pytest.mark.slow
def test_status_tells_it_to_the_editor_first(doubled):
    output = run(doubled, "status")

    of_twins = [line for line in output.splitlines() if line.startswith("Examplia: ")]
    assert [line for line in of_twins if "so is" in line] == [f"Examplia: editor: {TWIN}; {REMEDY}"]
    page = (doubled / "output/status.html").read_text(encoding="utf-8")
    assert f"<li><b>editor:</b> <bdi>{TWIN}; {REMEDY}</bdi></li>".replace('"', "&#34;") in page


# In a browser


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1300])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_on_the_page_of_the_status(doubled, tab, width, scheme):
    run(doubled, "status")

    open_for_axe(tab, doubled / "output/status.html", width, prefers_color_scheme=scheme)

    assert broken(tab, RULES) == []
    assert tab.run("document.documentElement.scrollWidth") == width


# Workbooks that go out and come home, drafts, the guide

PARENT = "« {} »".replace(" ", "\u00a0")


@pytest.fixture
def begun(tmp_path):
    (tmp_path / "publisher.toml").write_text('language = "fr"\n', encoding="utf-8")
    (tmp_path / "workbooks").mkdir()
    return tmp_path


def dateless(output: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d{6}", "2026-11-24 093000", output)


@pytest.mark.slow
def test_new_receive_history_and_upgrade_speak_the_language_of_the_project(begun):
    home = begun / "workbooks/exemplie.xlsx"

    assert run(begun, "new", "Exemplie", "--code", "QX") == (
        f"écrit : {home}\nEnsuite : ouvrez-le dans Excel et commencez par la feuille « À lire ».\n"
    ).replace(" :", "\u00a0:").replace("« À lire »", PARENT.format("À lire"))
    book = openpyxl.load_workbook(home)
    book["Dispositions"]["F3"] = "L’article 9 de la loi inventée punit la vente."
    book.properties.lastModifiedBy = ""
    book.save(begun / "retour.xlsx")
    backup = begun / "workbooks/backup"

    assert run(begun, "history", "exemplie") == (
        "exemplie.xlsx\u00a0: il n’en est gardé aucun historique pour l’instant\n"
    )
    assert dateless(run(begun, "receive", str(begun / "retour.xlsx"))) == (
        f"lu : {begun / 'retour.xlsx'}\n"
        "1 texte repris\n"
        "modifiée : Dispositions!F3 (art. 1, Droit national en vigueur)\n"
        f"écrit : {home} (voir sa feuille Historique des cellules)\n"
        f"l’ancien fichier est gardé : {backup / 'exemplie 2026-11-24 093000.xlsx'}\n"
        "le fichier tel qu’il est arrivé est gardé : "
        f"{backup / 'received/exemplie 2026-11-24 093000 retour.xlsx'}\n"
    ).replace(" :", "\u00a0:")
    assert run(begun, "upgrade", "exemplie").splitlines()[0].endswith(" cellules reprises")


@pytest.mark.slow
def test_a_review_speaks_the_language_of_the_project(begun):
    run(begun, "new", "Exemplie", "--code", "QX")
    home = begun / "workbooks/exemplie.xlsx"
    assert run(begun, "review", "status") == (
        "Aucun projet n’a encore été envoyé. Envoyez-en un avec\u00a0: publisher review send CLASSEUR --to "
        '"Nom de l’ONG"\n'
    )

    sent = run(begun, "review", "send", "exemplie", "--to", "ONG").splitlines()
    draft = begun / "output/exemplie/review/exemplie-ong-1.docx"
    build = next((begun / "reviews/exemplie").glob("*.docx")).stem
    assert sent[:3] == [
        f"écrit\u00a0: {draft} (projet QX-1, version {build})",
        f"écrit\u00a0: {draft.with_suffix('.eml')} (le courriel ci-dessous, avec le projet\u202f; il s’ouvre dans "
        "votre messagerie)",
        "",
    ]
    assert sent[3].startswith("    Objet\u00a0: ")
    assert (
        f"noté dans\u00a0: {home}\u202f; l’ancien fichier est gardé dans {begun / 'workbooks/backup'}"
        in sent
    )
    collected = run(begun, "review", "collect", str(draft)).splitlines()
    assert collected[:3] == [
        f"lu\u00a0: exemplie-ong-1.docx\u00a0: projet {build} de exemplie",
        "0 éléments, nouveaux\u00a0: 0",
        f"écrit\u00a0: feuille Relecture de {home}",
    ]
    assert run(begun, "review", "apply", "exemplie") == "aucun élément n’attend de décision\n"
    assert run(begun, "review", "status").splitlines()[0] == (
        "classeur       relecteur  tour  envoyé      réponse avant  revenu      éléments  ouverts  tranchés  exécutés"
    )
    refused = run(begun, "review", "send", "exemplie", "--to", "ONG", "--due", "hier", expect=1)
    assert "À CORRIGER R603: " in refused


def test_the_guide_speaks_the_language_of_the_project(begun):
    assert run(begun, "guide", "new") == (
        f"écrit : {begun / 'workbooks/guide.xlsx'}\n"
        "Ensuite : remplissez-le dans Excel, puis : publisher check guide, publisher guide.\n"
    ).replace(" :", "\u00a0:")
    assert run(begun, "guide", expect=1).splitlines()[-1] == "Le guide n’a pas été fabriqué."
