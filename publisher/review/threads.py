"""Comments of a returned draft: at which words each stands, what it answers, which are the
researcher's own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.review.differences import alike
from publisher.review.items import ItemKind, ItemSpot, ReviewItem
from publisher.review.letters import letters_of
from publisher.review.questions import Asked, Question, asked_questions, text_of_comment
from publisher.review.returned import Line, Piece, ReturnedComment


@dataclass(slots=True)
class CommentAnchor:
    """Where a comment begins and the words on which it stands: as sent, or those that somebody
    added.
    """

    spot: ItemSpot
    sent: str = ""
    added: str = ""
    number: int = 0  # of the place in the draft, for comparing

    @property
    def words(self) -> str:
        """The words as sent; where the comment stands on added words only, those."""
        return self.sent.strip() or self.added.strip()

    def take(self, piece: Piece) -> None:
        """Add the words of a piece."""
        if piece.is_sent:
            self.sent += piece.text
        else:
            self.added += piece.text


def anchors(places: Iterable[tuple[ItemSpot, Sequence[Line]]]) -> dict[str, CommentAnchor]:
    """Return where each comment stands; one that reaches over several places belongs to the
    first.
    """
    found: dict[str, CommentAnchor] = {}
    number = 0
    for spot, lines in places:
        for line in lines:
            for piece in line.pieces:
                number += 1
                for id_ in dict.fromkeys(piece.comments):
                    anchor = found.setdefault(id_, CommentAnchor(spot, number=number))
                    anchor.take(piece)
            for id_ in {each for piece in line.pieces for each in piece.comments}:
                found[id_].take(Piece("\n"))
    return found


def sent_questions(
    comments: Iterable[ReturnedComment], places: Iterable[tuple[ItemSpot, Sequence[Line]]]
) -> tuple[Question, ...]:
    """Return the questions of a draft as it was sent; `places` are its content cells with their
    lines.
    """
    stood = anchors(places)
    questions: list[Question] = []
    for comment in comments:
        anchor = stood.get(comment.id, CommentAnchor(ItemSpot()))
        questions.append(Question("\n".join(comment.lines), anchor.spot, anchor.words))
    return tuple(questions)


@dataclass(frozen=True, slots=True)
class CommentsFound:
    """The comments of a returned draft as items, and the questions that are among them still.

    `letters_lost` counts the letters of comments that are in no item and in no question.
    """

    items: tuple[ReviewItem, ...]
    asked: tuple[Question, ...]
    letters_lost: int


def comment_items(
    comments: Sequence[ReturnedComment],
    questions: Sequence[Question],
    places: Mapping[str, CommentAnchor],
    build: str,
) -> CommentsFound:
    """Return the comments that the reviewers wrote, replies and answers to the researcher's
    questions among them.
    """
    placed = _placed(comments, places)
    spots = {key: anchor.spot for key, anchor in placed.items()}
    asked = asked_questions(comments, questions, spots)
    _put_home(comments, asked, placed)
    threads = _Threads(comments, placed, asked)
    items: list[ReviewItem] = []
    seen: Counter[ReviewItem] = Counter()
    for comment in comments:
        item = _item(comment, threads, build)
        if item is not None:
            counted = replace(item, copy=seen[item])
            items.append(replace(counted, former=threads.former(comment, counted)))
            seen[item] += 1
    return CommentsFound(
        tuple(items),
        tuple(each.question for each in asked.values()),
        _letters_lost(comments, items, asked),
    )


def _letters_lost(
    comments: Iterable[ReturnedComment], items: Iterable[ReviewItem], asked: Mapping[str, Asked]
) -> int:
    """Return how many letters of the comments are neither in an item nor those of a question."""
    said = told = 0
    for comment in comments:
        letters = _count("".join(comment.lines))
        said += letters
        if letters and comment.id in asked:
            told += _count(asked[comment.id].question.text)
    told += sum(_count(item.comment) for item in items)
    return said - told


def _count(text: str) -> int:
    """Return the letters of a text as it is compared: programs change signs that nobody sees."""
    return letters_of(alike(text))


def _placed(
    comments: Iterable[ReturnedComment], places: Mapping[str, CommentAnchor]
) -> dict[str, CommentAnchor]:
    """Return where each comment stands; of several that share a number and have no anchor of their
    own, where the first one does.
    """
    found = {each.id: places.get(each.id) or places.get(each.number) for each in comments}
    return {key: anchor for key, anchor in found.items() if anchor is not None}


def _put_home(
    comments: Sequence[ReturnedComment],
    asked: Mapping[str, Asked],
    placed: dict[str, CommentAnchor],
) -> None:
    """Let a question and another comment of its number change places where the other one stands at
    the place of the question: which anchor belongs to which of them, only their order said.
    """
    for comment in comments:
        question = asked.get(comment.id)
        own = placed.get(comment.id)
        if question is None or own is None or own.spot == question.question.spot:
            continue
        for other in comments:
            is_namesake = other.number == comment.number and other.id not in asked
            theirs = placed.get(other.id)
            if is_namesake and theirs and theirs.spot == question.question.spot:
                placed[comment.id], placed[other.id] = theirs, own
                break


class _Threads:
    """Which comment answers which, and where each stands."""

    def __init__(
        self,
        comments: Sequence[ReturnedComment],
        placed: Mapping[str, CommentAnchor],
        asked: Mapping[str, Asked],
    ) -> None:
        self.asked = asked
        self._by_key = {comment.id: comment for comment in comments}
        self._placed = placed
        self._parents = {comment.id: comment.parent for comment in comments if comment.parent}
        # A comment that the file's list of threads knows is what the list says. Google Docs and
        # LibreOffice 7 write no threads, but give replies the range of what they answer.
        are_lost = not self._parents
        self._firsts: dict[str, str] = {}
        for group in _on_the_same_words(comments, placed):
            first = _first_of(group, asked)
            for comment in group:
                self._firsts[comment.id] = group[0].id
                if comment is not first and (are_lost or not comment.is_in_thread):
                    self._parents.setdefault(comment.id, first.id)

    def root(self, comment: ReturnedComment) -> ReturnedComment:
        """Return the comment with which a thread begins."""
        key = comment.id
        seen: set[str] = set()
        while key in self._parents and key not in seen:
            seen.add(key)
            key = self._parents[key]
        return self._by_key.get(key, comment)

    def anchor(self, comment: ReturnedComment) -> CommentAnchor:
        """Return where a comment stands; where a program dropped that, where what it answers
        stands, or stood when it was sent.
        """
        root = self.root(comment)
        found = self._placed.get(comment.id) or self._placed.get(root.id)
        if found is not None:
            return found
        if root.id in self.asked:
            question = self.asked[root.id].question
            return CommentAnchor(question.spot, question.words)
        return CommentAnchor(ItemSpot())

    def former(self, comment: ReturnedComment, item: ReviewItem) -> tuple[str, ...]:
        """Return by which other ids a workbook may know an item: as the comment was taken before
        its thread or its place was known.
        """
        alone = replace(item, kind=ItemKind.COMMENT, about="")
        unplaced = replace(item, spot=ItemSpot(), before="")
        first = self._by_key[self._firsts.get(comment.id, comment.id)]
        as_reply = replace(item, kind=ItemKind.REPLY, about="\n".join(first.lines))
        ids = dict.fromkeys(each.id for each in (alone, unplaced, as_reply))
        return tuple(each for each in ids if each != item.id)


def _on_the_same_words(
    comments: Iterable[ReturnedComment], placed: Mapping[str, CommentAnchor]
) -> list[list[ReturnedComment]]:
    """Return the comments that are no replies by the very words on which they stand, in order."""
    groups: dict[tuple[int, str], list[ReturnedComment]] = {}
    for comment in comments:
        anchor = placed.get(comment.id)
        if anchor and anchor.words and not comment.parent:
            groups.setdefault((anchor.number, anchor.words), []).append(comment)
    return list(groups.values())


def _first_of(group: Sequence[ReturnedComment], asked: Mapping[str, Asked]) -> ReturnedComment:
    """Return what the others of a group answer: our question, else the oldest, else the first.

    LibreOffice writes a reply before what it answers.
    """
    question = next((each for each in group if each.id in asked), None)
    if question is not None:
        return question
    are_dated = all(each.date for each in group)
    return min(group, key=lambda each: each.date) if are_dated else group[0]


def _item(comment: ReturnedComment, threads: _Threads, build: str) -> ReviewItem | None:
    """Return a comment as an item; None where it is our question and nothing but that."""
    root, anchor = threads.root(comment), threads.anchor(comment)
    own = ReviewItem(
        build,
        anchor.spot,
        ItemKind.COMMENT,
        comment.author,
        comment.date,
        before=anchor.words,
        comment=text_of_comment(comment),
        is_resolved=comment.is_resolved,
        links=comment.links,
    )
    if comment.id in threads.asked:
        asked = threads.asked[comment.id]
        if not asked.rest and not comment.is_resolved:
            return None
        about = asked.question.text
        return replace(own, kind=ItemKind.ANSWER, about=about, comment=asked.rest)
    if comment.id == root.id:
        return own
    if root.id in threads.asked:
        return replace(own, kind=ItemKind.ANSWER, about=threads.asked[root.id].question.text)
    return replace(own, kind=ItemKind.REPLY, about="\n".join(root.lines))
