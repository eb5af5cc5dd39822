"""Comments of returned drafts: each kept whole and at its place, our own questions told from them (DESIGN, law 4).

The expected rows and words are those that stand in tests/cases/README.md and in the files themselves, or follow from
what the standard says of comments (ECMA-376 Part 1, 17.13.4). Examplia and everybody in it are invented.
"""

from collections import Counter
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from publisher.compose.draft import Recipient, compose_draft
from publisher.compose.presentation import Presentation
from publisher.domain.diagnostics import Place
from publisher.domain.worded import WordedTreaty
from publisher.review.cell_signs import Shape
from publisher.review.comment_keys import own_keys
from publisher.review.harvest import Harvest, harvest
from publisher.review.items import ItemKind, ItemSpot
from publisher.review.questions import Question, asked_questions, has_no_words
from publisher.review.read import read_returned
from publisher.review.returned import ReturnedComment
from publisher.review.sent import sent_draft
from publisher.review.threads import CommentAnchor, comment_items
from publisher.rounds.comments_told import comments_told, letters_told
from publisher.writers.docx import write_draft
from tests.returned import W_NS, docx, p, t
from tests.reviewer import ANN, BEN, Reviewer, q
from tests.support import TOP, checked, english, filled, opsc

CASES = TOP / "tests/cases/editors"
TEMPLATE = (TOP / "templates/docx/review_draft.docx").read_bytes()
SHAPE = Shape(
    tuple(each.id for each in opsc().provisions), tuple(each.id for each in opsc().columns)
)
STATES = ("Nothing found in the documents consulted.", "Not researched.", "Not applicable.")
FORCE, BILL = "Is it still in force?", "What became of the bill?"
ROWS = f"""
id       | law | reforms | compliance | question
opsc-1   | Two to eight years in prison. [QX-1 s. 2] | Nothing found | In 2018 the Committee asked for more. | {FORCE}
opsc-3-3 | Fines. | A first point. | Nothing found | {BILL}
opsc-5-2 | The treaty is a basis. | A bill is pending. | See article 1. | {FORCE}
"""
SOURCES = "key | type | title | verified\nQX-1 | National law | Lex infantium | Yes"


@cache
def as_sent():
    report, _ = checked(filled(ROWS, SOURCES, {"version_date": "2026-03-31"}))
    own = Recipient("Example Network (invented)")
    draft = compose_draft(report, WordedTreaty(opsc(), english()), Presentation(), own)
    return write_draft(draft, TEMPLATE, template_name="t.docx")


@cache
def known():
    """Return what the program knows of the draft that it sent."""
    return sent_draft("0a1b2c3d", read_returned(as_sent(), "sent.docx").value, SHAPE, STATES)


CASE = CASES / "project/reviews/examplia/26104a9f.docx"


def reaped(content, sent=None):
    read = read_returned(content, "returned.docx")
    found = harvest(read.value, sent or known())
    assert [each.code for each in read.diagnostics] == []
    assert found.letters_lost == 0
    return found


def commented(found):
    """Return what was said where: row, column, kind, author, the words, what they answer."""
    kinds = (ItemKind.COMMENT, ItemKind.REPLY, ItemKind.ANSWER)
    return [
        (each.spot.provision, each.spot.column, each.kind, each.author, each.comment, each.about)
        for each in found.items
        if each.kind in kinds
    ]


def case(name):
    """Return a file that a real program saved, compared with the draft as it was sent."""
    sent = sent_draft("26104a9f", read_returned(CASE.read_bytes(), "s").value, SHAPE, STATES)
    return reaped((CASES / name).read_bytes(), sent)


def renumbered(reviewer, old, new):
    """Give a comment the number of another one, in the list of comments and where it hangs."""
    number = f'w:id="{old}"'.encode()
    part = reviewer.parts["word/comments.xml"]
    assert number in part
    reviewer.parts["word/comments.xml"] = part.replace(number, f'w:id="{new}"'.encode())
    for each in reviewer.body.iter(
        *map(q, ("commentRangeStart", "commentRangeEnd", "commentReference"))
    ):
        if each.get(q("id")) == old:
            each.set(q("id"), new)


def numbers_of_questions(reviewer):
    return [each.get(q("id")) for each in etree.fromstring(reviewer.parts["word/comments.xml"])]


# Two comments with one number


@pytest.mark.slow
def test_comments_that_share_their_number_with_our_questions_are_all_kept_whole():
    """The file has the comments DUPA and DUPB under the numbers of the questions in 3 (1) (b) and 6 (1)."""
    assert commented(case("comments-same-id.docx")) == [
        (
            "opsc-3-1-b",
            "law",
            ItemKind.ANSWER,
            "Edi Tor",
            "DUPA No.",
            "Do courts apply section 31 to online offers?",
        ),
        (
            "opsc-6-1",
            "law",
            ItemKind.ANSWER,
            "Edi Tor",
            "DUPB this comment is longer than the question of the researcher, and here is its end"
            " DUPBEND",
            "Are there figures on requests received?",
        ),
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_comment_with_the_number_of_a_question_in_another_row_stays_in_its_own(place):
    """Calligra counts our questions and the reviewer's comments from 0 each."""
    ann = Reviewer(as_sent())
    own = ann.comment(ann.cell("opsc-5-2", "reforms"), "pending", "Adopted in May.")
    renumbered(ann, own, numbers_of_questions(ann)[place])

    assert commented(reaped(ann.saved())) == [
        ("opsc-5-2", "reforms", ItemKind.COMMENT, ANN, "Adopted in May.", "")
    ]


def test_a_comment_before_the_question_of_its_number_stays_in_its_own_row():
    """In the text the comment comes first, in the list of comments the question: place decides."""
    ann = Reviewer(as_sent())
    own = ann.comment(ann.cell("opsc-1", "compliance"), "asked", "And in 2020.")
    renumbered(ann, own, numbers_of_questions(ann)[2])

    assert commented(reaped(ann.saved())) == [
        ("opsc-1", "compliance", ItemKind.COMMENT, ANN, "And in 2020.", "")
    ]


def test_three_comments_of_one_number_and_no_questions_stand_at_three_places():
    comment = '<w:comment w:id="4" w:author="Ann (invented)"><w:p>{}</w:p></w:comment>'
    listed = "".join(comment.format(t(each)) for each in ("One.", "Two.", "Three."))
    hung = '<w:commentRangeStart w:id="4"/>{}<w:commentRangeEnd w:id="4"/><w:r><w:commentReference w:id="4"/></w:r>'
    body = "".join(p(hung.format(t(each))) for each in ("alpha", "beta", "gamma"))
    content = docx(body, comments=f'<w:comments xmlns:w="{W_NS}">{listed}</w:comments>')

    read = read_returned(content, "x.docx").value

    on = {
        key: piece.text
        for line in read.body
        for piece in line.pieces
        for key in piece.comments
        if piece.text
    }
    assert [(each.lines, on[each.id]) for each in read.comments] == [
        (("One.",), "alpha"),
        (("Two.",), "beta"),
        (("Three.",), "gamma"),
    ]


def test_a_point_and_a_range_of_one_number_are_told_apart():
    """A comment without a range hangs at its reference alone (17.13.4.5)."""
    comment = '<w:comment w:id="4"><w:p>{}</w:p></w:comment>'
    listed = comment.format(t("At a point.")) + comment.format(t("On words."))
    point = '<w:r><w:commentReference w:id="4"/></w:r>'
    ranged = f'<w:commentRangeStart w:id="4"/>{t("beta")}<w:commentRangeEnd w:id="4"/>{point}'
    body = p(t("alpha"), point) + p(ranged)
    content = docx(body, comments=f'<w:comments xmlns:w="{W_NS}">{listed}</w:comments>')

    first, second = read_returned(content, "x.docx").value.comments

    lines = read_returned(content, "x.docx").value.body
    keys = [{key for piece in line.pieces for key in piece.comments} for line in lines]
    assert keys == [{first.id}, {second.id}]
    assert (first.lines, second.lines) == (("At a point.",), ("On words.",))


# What is our question, and what is not


def answered(text, *, question=FORCE, spot="opsc-1", at="opsc-1"):
    """Return what is left of a comment when our question is taken out of it; None where it is not ours."""
    comment = ReturnedComment("7", "Ben", "", tuple(text.split("\n")))
    spots = {"7": ItemSpot(at, "law")} if at else {}
    asked = asked_questions((comment,), (Question(question, ItemSpot(spot, "law")),), spots)
    return asked["7"].rest if "7" in asked else None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (FORCE, ""),
        (f"{FORCE} No, repealed.", "No, repealed."),
        (f"{FORCE}\nNo.\nSee s. 4.", "No.\nSee s. 4."),
        (f"No. {FORCE}", "No."),
        ("Is\u00a0it still in\u00a0force? No, repealed.", "No, repealed."),
        # Word and LibreOffice put signs in that nobody sees: as many letters as the question has
        # would cut the answer, or leave some of the question.
        ("\u200eIs it still in for\u00adce?\u200b Yes.", "Yes."),
        ("Yes. \u200eIs it\u2060 still in for\u00adce?\u200f", "Yes."),
        ("Is it still in forc", None),
        ("Was it ever in force?", None),
    ],
)
def test_of_a_comment_exactly_the_question_is_cut(text, rest):
    assert answered(text) == rest


def test_words_that_only_begin_like_a_question_are_not_cut():
    assert answered("Is it soon enough for us", question="Is it so") is None
    assert answered("Is it so? Yes", question="Is it so?") == "Yes"


def test_in_another_row_words_that_begin_like_our_question_are_somebodys_own():
    assert answered(f"{FORCE} We asked the court.", at="opsc-5-2") is None
    assert answered(f"{FORCE} We asked the court.", at="") == "We asked the court."


def test_the_same_question_in_two_rows_is_answered_in_the_row_in_which_the_answer_stands():
    ann = Reviewer(as_sent())
    numbers = numbers_of_questions(ann)
    part = etree.fromstring(ann.parts["word/comments.xml"])
    last = next(each for each in part if each.get(q("id")) == numbers[2])
    list(last.iter(q("t")))[-1].text += " Since 2021 it is."
    ann.parts["word/comments.xml"] = etree.tostring(part)

    found = reaped(ann.saved())

    assert commented(found) == [
        ("opsc-5-2", "law", ItemKind.ANSWER, "Researcher", "Since 2021 it is.", FORCE)
    ]


def test_the_same_question_in_two_rows_is_known_in_each_whatever_order_a_program_gave_them():
    spots = {"8": ItemSpot("opsc-5-2", "law"), "7": ItemSpot("opsc-1", "law")}
    comments = tuple(ReturnedComment(key, "Ben", "", (FORCE,)) for key in spots)
    questions = (Question(FORCE, spots["7"]), Question(FORCE, spots["8"]))

    asked = asked_questions(comments, questions, spots)

    assert {key: each.question.spot for key, each in asked.items()} == spots


def test_a_reviewers_comment_with_our_very_words_in_another_row_is_theirs():
    ann = Reviewer(as_sent())
    ann.comment(ann.cell("opsc-5-2", "reforms"), "pending", BILL)

    assert commented(reaped(ann.saved())) == [
        ("opsc-5-2", "reforms", ItemKind.COMMENT, ANN, BILL, "")
    ]


# Threads


@pytest.mark.slow
def test_replies_of_which_the_program_dropped_the_place_stand_in_the_row_of_the_question():
    found = commented(case("superdoc-cli-reply.docx"))

    assert [each[:2] + each[4:] for each in found] == [
        (
            "opsc-3-1-b",
            "law",
            "SD08 Yes, since 2021.",
            "Do courts apply section 31 to online offers?",
        ),
        ("opsc-3-1-b", "law", "SD08b Yes", "Do courts apply section 31 to online offers?"),
    ]


def test_an_answer_in_a_question_that_lost_its_place_stands_in_the_row_of_the_question():
    ann = Reviewer(as_sent())
    ann.parts["word/comments.xml"] = ann.parts["word/comments.xml"].replace(
        BILL.encode(), f"{BILL} It fell.".encode()
    )
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for each in list(ann.body.iter(q(name))):
            each.getparent().remove(each)

    assert commented(reaped(ann.saved())) == [
        ("opsc-3-3", "law", ItemKind.ANSWER, "Researcher", "It fell.", BILL)
    ]


@pytest.mark.slow
def test_a_reply_that_libreoffice_writes_before_its_question_is_an_answer():
    found = commented(case("libreoffice-marked.docx"))

    assert [each for each in found if "ZQ07" in each[4]] == [
        (
            "opsc-3-1-b",
            "law",
            ItemKind.ANSWER,
            "Edi Tor",
            "ZQ07 Yes, since 2021.",
            "Do courts apply section 31 to online offers?",
        )
    ]
    assert sorted(each[2] for each in found) == ["answer", "comment", "comment"]


def test_a_reply_written_before_the_older_comment_it_answers_is_a_reply():
    ann = Reviewer(as_sent())
    first = ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?")
    ann.reply(first, "The one of 1999.", person=BEN)
    ann._threads.clear()
    part = etree.fromstring(ann.parts["word/comments.xml"])
    part[-1].set(q("date"), "2026-12-02T08:00:00Z")
    part.insert(3, part[-1])  # before what it answers, behind our three questions
    ann.parts["word/comments.xml"] = etree.tostring(part)

    assert commented(reaped(ann.saved())) == [
        ("opsc-5-2", "law", ItemKind.REPLY, BEN, "The one of 1999.", "Which treaty?"),
        ("opsc-5-2", "law", ItemKind.COMMENT, ANN, "Which treaty?", ""),
    ]


def test_threads_that_the_file_lists_and_threads_by_range_may_stand_side_by_side():
    ann = Reviewer(as_sent())
    listed = ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?", done=True)
    ann.reply(listed, "The one of 1999.", person=BEN)
    unlisted = ann.comment(ann.cell("opsc-1", "compliance"), "asked", "When?")
    ann.reply(unlisted, "In May.", person=BEN)
    ann._threads = [each for each in ann._threads if each[0] != ann._threads[-1][0]]

    assert [each[2:] for each in commented(reaped(ann.saved()))] == [
        (ItemKind.COMMENT, ANN, "Which treaty?", ""),
        (ItemKind.REPLY, BEN, "The one of 1999.", "Which treaty?"),
        (ItemKind.COMMENT, ANN, "When?", ""),
        (ItemKind.REPLY, BEN, "In May.", "When?"),
    ]


@pytest.mark.slow
def test_two_comments_on_the_same_words_that_the_file_lists_as_two_threads_are_two():
    """Word lists every comment; what names no parent there begins a thread (Office 2013, w15:commentEx)."""
    ann = Reviewer(as_sent())
    first = ann.comment(ann.cell("opsc-5-2", "law"), "a basis", "Which treaty?", done=True)
    ann.reply(first, "The one of 1999.", person=BEN)
    ann.reply(first, "Please cite it.", person=BEN)
    own, _, done = ann._threads[-1]
    ann._threads[-1] = (own, "", done)

    assert [each[2:] for each in commented(reaped(ann.saved()))] == [
        (ItemKind.COMMENT, ANN, "Which treaty?", ""),
        (ItemKind.REPLY, BEN, "The one of 1999.", "Which treaty?"),
        (ItemKind.COMMENT, BEN, "Please cite it.", ""),
    ]


# The ledger of letters


def test_words_of_comments_that_are_not_read_are_told():
    """'unknown' stands for whatever the reader does not know."""
    strange = f"<w:p><w:r><w:t>Seen.</w:t></w:r><w:unknown>{t('Twelve more')}</w:unknown></w:p>"
    comments = (
        f'<w:comments xmlns:w="{W_NS}"><w:comment w:id="1">{strange}</w:comment></w:comments>'
    )
    content = docx(p("Text."), comments=comments)

    read = read_returned(content, "back.docx")

    assert [each.told() for each in read.diagnostics] == [
        "back.docx: MUST FIX R650: the words 'Twelve more' were not read; before them stands 'Seen.'\n"
        "    open the file in Word and look for these words; what they ask for, do in the workbook by hand, for it"
        " is not in the sheet Review"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>",
        "<w:r><w:t>a</w:t><w:tab/><w:br/><w:t>b</w:t></w:r>",
        '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>b</w:t></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:t>b</w:t></w:r>',
        "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>",
    ],
)
def test_what_a_comment_may_hold_is_no_lost_letter(text):
    comments = f'<w:comments xmlns:w="{W_NS}"><w:comment w:id="1"><w:p>{text}</w:p></w:comment></w:comments>'

    assert read_returned(docx(p("Text."), comments=comments), "x.docx").diagnostics == ()


# Decisions stay with items that are taken for something else than before


@pytest.mark.slow
def test_an_item_names_the_ids_by_which_it_was_known_before():
    """The ids were written down from the version before: the reply was a plain comment, or stood in no row."""
    libreoffice = {each.comment: each for each in case("libreoffice-marked.docx").items}
    superdoc = {each.comment: each for each in case("superdoc-cli-reply.docx").items}

    assert "9ee785c1" in libreoffice["ZQ07 Yes, since 2021."].former
    assert "2021b599" in superdoc["SD08 Yes, since 2021."].former


# What is told of a file whose comments are gone


@pytest.mark.slow
def test_a_file_from_abiword_which_drops_all_comments_asks_for_them_again():
    sent = sent_draft("26104a9f", read_returned(CASE.read_bytes(), "s").value, SHAPE, STATES)
    returned = read_returned((CASES / "abi-marked.docx").read_bytes(), "abi-marked.docx").value

    told = comments_told(
        returned, sent, harvest(returned, sent), "abi-marked.docx", WordedTreaty(opsc(), english())
    )

    assert [(each.code, each.place.file, each.values) for each in told] == [
        ("R671", "abi-marked.docx", (("count", "7"),))
    ]


@pytest.mark.parametrize(
    "name",
    ["marked.docx", "libreoffice-marked.docx", "onlyoffice-live.docx", "superdoc-cli-reply.docx"],
)
@pytest.mark.slow
def test_where_all_comments_came_back_nothing_is_told(name):
    sent = sent_draft("26104a9f", read_returned(CASE.read_bytes(), "s").value, SHAPE, STATES)
    returned = read_returned((CASES / name).read_bytes(), name).value

    told = comments_told(
        returned, sent, harvest(returned, sent), name, WordedTreaty(opsc(), english())
    )

    assert list(told) == []


# Whatever comes: no letter is lost

_SAID = st.text(alphabet="ab?\u200b\u00a0\u2011 \n", max_size=6)
_COMMENTS = st.lists(
    st.tuples(
        _SAID,
        st.sampled_from(("", FORCE, BILL, FORCE + BILL)),
        _SAID,
        st.integers(0, 2),
        st.booleans(),
    ),
    max_size=6,
)


@given(_COMMENTS)
def test_every_letter_of_every_comment_is_in_an_item_or_a_question(drawn):
    """Numbers, places, words around our questions and signs that nobody sees come in any mixture."""
    keys = own_keys(str(number) for *_, number, _ in drawn)
    comments = [
        ReturnedComment(
            key, "Ann", "", tuple((before + question + behind).split("\n")), number=str(number)
        )
        for key, (before, question, behind, number, _) in zip(keys, drawn, strict=True)
    ]
    assume(not has_no_words(comments))  # else our questions are known by their places alone
    home, other = ItemSpot("opsc-1", "law"), ItemSpot("opsc-5-2", "law")
    places = {
        key: CommentAnchor(home if is_home else other, "words", number=int(is_home))
        for key, (*_, is_home) in zip(keys, drawn, strict=True)
    }

    found = comment_items(comments, (Question(FORCE, home), Question(BILL, other)), places, "0")

    assert found.letters_lost == 0
    left = Counter("".join(each.comment for each in found.items))
    for question in found.asked:
        left += Counter(question.text)
    said = Counter("".join("".join(each.lines) for each in comments))
    for letter in "ab?Issitlnforce":
        assert left[letter] == said[letter]


def test_letters_of_comments_that_got_into_no_item_are_told():
    """No draft is known with which it happens; the account is kept so that it would be seen."""
    found = Harvest("0a1b2c3d", (), (), frozenset(), letters_lost=10)

    assert [each.told() for each in letters_told(found, Place("back.docx"))] == [
        "back.docx: MUST FIX R670: letters of its comments that could not be read: 10\n"
        "    open the file in Word, compare its comments with the sheet Review, and tell those who make"
        " this program"
    ]
