"""The researcher's own questions in a returned draft: known by their words and their place, never
by a number.

Programs give comments other numbers and other authors, and some people write their answer into the
question itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publisher.review.differences import alike
from publisher.review.items import ItemSpot
from publisher.review.returned import ReturnedComment


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was sent: its text, where it stood, the words on which it stood."""

    text: str
    spot: ItemSpot
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came back: what was asked, and what somebody wrote into it besides."""

    question: Question
    rest: str = ""


# What a comment says besides a question; None where it is not that question. Comes in: the text of
# the comment, where it stands, the question.
_Test = Callable[[str, ItemSpot, Question], str | None]


def text_of_comment(comment: ReturnedComment) -> str:
    """Return the text of a comment, its paragraphs as lines."""
    return "\n".join(comment.lines).strip()


def has_no_words(comments: Sequence[ReturnedComment]) -> bool:
    """Tell whether a program kept the comments but nothing of what they say."""
    return bool(comments) and not any(map(text_of_comment, comments))


def asked_questions(
    comments: Sequence[ReturnedComment],
    questions: Sequence[Question],
    spots: Mapping[str, ItemSpot],
) -> dict[str, Asked]:
    """Return the questions among the comments, by the comment's key; `spots` are the places of the
    comments.

    The same question may have been asked in several rows, so one at its own place goes before one
    elsewhere, and one as it was sent before one with something written into it.
    """
    # Questions were sent as comments of their own, none as a reply.
    open_ = {comment.id: text_of_comment(comment) for comment in comments if not comment.parent}
    waiting = list(questions)
    asked: dict[str, Asked] = {}
    tests = (_wordless_at_home,) if has_no_words(comments) else _TESTS
    for test in tests:
        for question in tuple(waiting):
            for key, text in open_.items():
                rest = test(text, spots.get(key, ItemSpot()), question)
                if rest is not None:
                    asked[key] = Asked(question, rest)
                    del open_[key]
                    waiting.remove(question)
                    break
    return asked


def _wordless_at_home(text: str, spot: ItemSpot, question: Question) -> str | None:
    is_question = not text and _is_at_home(spot, question)
    return "" if is_question else None


def _as_sent_at_home(text: str, spot: ItemSpot, question: Question) -> str | None:
    return _as_sent(text, spot, question) if _is_at_home(spot, question) else None


def _as_sent(text: str, _: ItemSpot, question: Question) -> str | None:
    is_question = _alike(text) == _alike(question.text)
    return "" if is_question else None


def _with_more_at_home(text: str, spot: ItemSpot, question: Question) -> str | None:
    return _rest(text, question.text) if _is_at_home(spot, question) else None


def _with_more_unplaced(text: str, spot: ItemSpot, question: Question) -> str | None:
    """Look at comments in no row; in another row, words that begin like ours are somebody's own."""
    return None if spot.provision else _rest(text, question.text)


_TESTS: tuple[_Test, ...] = (_as_sent_at_home, _as_sent, _with_more_at_home, _with_more_unplaced)


def _is_at_home(spot: ItemSpot, question: Question) -> bool:
    return spot.provision == question.spot.provision


@lru_cache(maxsize=10_000)
def _alike(text: str) -> str:
    return alike(text).strip()


def _rest(text: str, question: str) -> str | None:
    """Return what stands before or behind a question in a text; None where it stands at neither
    end.

    Exactly the letters of the question are cut: kinds of spaces count as one, and some signs that
    nobody sees count not at all, so the two need not be equally long.
    """
    whole, wanted = _alike(text), _alike(question)
    if not wanted or len(whole) <= len(wanted):
        return None
    if whole.startswith(wanted) and not _is_within_a_word(whole, len(wanted)):
        return _trimmed(text[_letters_of(text, len(wanted)) :])
    if whole.endswith(wanted) and not _is_within_a_word(whole, len(whole) - len(wanted)):
        backwards = text[::-1]
        return _trimmed(text[: len(text) - _letters_of(backwards, len(wanted))])
    return None


def _trimmed(text: str) -> str:
    """Return a text without spaces, and without signs that nobody sees, at its edges."""
    seen = [number for number, letter in enumerate(text) if alike(letter).strip()]
    return text[seen[0] : seen[-1] + 1] if seen else ""


def _is_within_a_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at].isalnum()


def _letters_of(text: str, wanted: int) -> int:
    """Return how many letters of a text make up so many as they are compared, from its start;
    spaces before them come on top.
    """
    counted = 0
    for number, letter in enumerate(text):
        seen = alike(letter)
        if seen.strip() or counted:
            counted += len(seen)
        if counted == wanted:
            return number + 1
    return len(text)
