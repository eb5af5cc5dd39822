"""Spaces that must not break, and references that lead to the row they name."""

import pytest

from publisher.compose.presentation import Presentation
from publisher.compose.typeset import Typesetter
from publisher.domain.language import read_language
from publisher.domain.text import CrossReference, Paragraph, Span, plain_inlines
from publisher.domain.treaty_files import in_language
from tests.support import TOP, english, filled, opsc, published

FRENCH = read_language(TOP / "publisher/languages/fr.toml", english())


def typesetter(language=None):
    treaty = in_language(opsc(), TOP / "publisher/treaties/opsc", "fr") if language else opsc()
    return Typesetter(language or english(), treaty, treaty.provisions)


def links(text, language=None):
    """Return the words that became links, with the rows they lead to."""
    (block,) = typesetter(language).blocks((Paragraph((Span(text),)),))
    assert "".join(
        each.span.text if isinstance(each, CrossReference) else each.text for each in block.inlines
    ).replace("\u00a0", " ") == text.replace("\u00a0", " ")
    return [
        (each.span.text.replace("\u00a0", " "), each.provision)
        for each in block.inlines
        if isinstance(each, CrossReference)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See art. 1.", [("art. 1", "opsc-1")]),
        ("See article 3(5) below.", [("article 3(5)", "opsc-3-5")]),
        ("see also art. 3, para. 1 (a) (ii).", [("art. 3, para. 1 (a) (ii)", "opsc-3-1-a-ii")]),
        (
            "See art. 3, para. 1 (a) (i) b, and so on",
            [("art. 3, para. 1 (a) (i) b", "opsc-3-1-a-i-b")],
        ),
        ("See article 3(1)(a)(i)b.", [("article 3(1)(a)(i)b", "opsc-3-1-a-i-b")]),
        ("See Art. 3.1.a.i.b.", [("Art. 3.1.a.i.b", "opsc-3-1-a-i-b")]),
        ("See article 4, paragraph 3.", [("article 4, paragraph 3", "opsc-4-3")]),
        (
            "See art. 8, para. 1 (b). See art. 1.",
            [("art. 8, para. 1 (b)", "opsc-8-1-b"), ("art. 1", "opsc-1")],
        ),
        ("See article 3 of the Protocol.", [("article 3", "opsc-3-1")]),
        ("Article 3(5) was not mentioned to the reader.", []),
        ("See article 3 of the Penal Code.", []),
        ("See article 3 StGB.", []),
        ("See article 99(2).", []),
    ],
)
def test_a_reference_to_a_provision_becomes_a_link_and_one_to_another_law_does_not(text, expected):
    assert links(text) == expected


def test_references_are_known_in_french_as_well():
    assert links("Voir l’article 2 du Code pénal.", FRENCH) == []
    assert links("Voir art. 3, par. 5, et le rapport.", FRENCH) == [("art. 3, par. 5", "opsc-3-5")]
    assert links("Voir article 3 du Code pénal.", FRENCH) == []
    assert links("Voir art. 3, par. 1 a) i) b).", FRENCH) == [
        ("art. 3, par. 1 a) i) b)", "opsc-3-1-a-i-b")
    ]
    assert links("(voir art. 3, par. 5)", FRENCH) == [("art. 3, par. 5", "opsc-3-5")]


def test_articles_are_cited_in_french_as_french_documents_of_the_united_nations_do():
    cited = {each.id: each.un_reference for each in typesetter(FRENCH).treaty.provisions}

    assert cited["opsc-3-1-a-i-b"] == "art. 3, par. 1 a) i) b)"
    assert cited["opsc-2-a"] == "art. 2 a)"
    assert cited["opsc-1"] == "art. 1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("art. 5 and para. 12 (d)", "art.~5 and para.~12~(d)"),
        ("On 31 January 2014, s. 12 of Act 32", "On 31~January~2014, s.~12 of Act~32"),
        ("UN Doc CRC/C/156", "UN~Doc~CRC/C/156"),
        ("§ 176 StGB", "§~176 StGB"),
        (
            "Official Gazette 1998, no. 44, nos. 3 and 4",
            "Official Gazette 1998, no.~44, nos.~3 and 4",
        ),
        ("up to EUR 10 million", "up to EUR~10~million"),
        ("parts of it. 12 were", "parts of it. 12 were"),
    ],
)
def test_what_belongs_together_is_not_torn_apart_at_the_end_of_a_line(text, expected):
    assert typesetter().text(text) == expected.replace("~", "\u00a0")


def test_arabic_dates_and_citations_are_not_torn_apart_either():
    arabic = read_language(TOP / "publisher/languages/ar.toml", english())
    setter = Typesetter(arabic, opsc(), ())

    assert setter.text("8 فبراير 2019") == "8~فبراير~2019".replace("~", "\u00a0")
    assert setter.text("المادة 3، الفقرة 1 (أ) ‘1’ (ب)") == (
        "المادة~3، الفقرة~1~(أ)~‘1’~(ب)".replace("~", "\u00a0")
    )


def test_french_signs_keep_to_their_words():
    found = typesetter(FRENCH).text("Oui ; « non » : l’art. 5 du 1er mai 2001 !")

    assert found == "Oui~; «~non~»~: l’art.~5 du 1er~mai~2001~!".replace("~", "\u00a0")


def test_citations_are_kept_together_and_have_the_dashes_of_print_but_for_titles_in_other_languages():
    sources = (
        "key | type | title | short | language | adopted | url\n"
        "QX-1 | National law | India's Act, ss. 4-7 | | | 2 March 2026 | https://example.org/ss-1-2\n"
        "QX-2 | National law | L'Act s. 4-7 | | fr | |"
    )
    report = published(
        filled("id | law\nopsc-1 | One. [QX-1 paras. 21-22]", sources),
        Presentation("Example Coalition", blank_rows="table", sets_marks=True),
    )

    notes = [plain_inlines(note.inlines) for group in report.groups for note in group.notes]
    assert notes == ["India’s Act, ss.\u00a04–7, paras.\u00a021–22 [QX-1]"]
    (entries,) = (group.entries for group in report.source_groups)
    first, second = (plain_inlines(entry.inlines) for entry in entries)
    assert "adopted 2\u00a0March\u00a02026" in first
    assert "https://example.org/ss-1-2" in first
    assert "L'Act s. 4-7" in second
