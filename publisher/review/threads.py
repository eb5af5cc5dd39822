"""Comments of a returned draft: at which words each stands, what it answers, which are the
researcher's own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publisher.review.differences import alike
from publisher.review.items import ItemKind, ItemSpot, ReviewItem
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


def comment_items(
    comments: Sequence[ReturnedComment],
    sent: Sequence[ReturnedComment],
    places: Mapping[str, CommentAnchor],
    nowhere: ItemSpot,
    build: str,
) -> Iterator[ReviewItem]:
    """Yield the comments that the reviewers wrote, replies and answers to the researcher's
    questions among them.
    """
    asked = _questions(comments, sent)
    parents = _parents(comments, places)
    by_id = {comment.id: comment for comment in comments}
    seen: Counter[ReviewItem] = Counter()
    for comment in comments:
        root = by_id.get(_root(comment.id, parents), comment)
        anchor = places.get(comment.id) or places.get(root.id) or CommentAnchor(nowhere)
        item = _item(comment, root, anchor, asked, build)
        if item is not None:
            yield replace(item, copy=seen[item])
            seen[item] += 1


def _item(
    comment: ReturnedComment,
    root: ReturnedComment,
    anchor: CommentAnchor,
    asked: Mapping[str, str],
    build: str,
) -> ReviewItem | None:
    text = "\n".join(comment.lines).strip()
    own = ReviewItem(
        build,
        anchor.spot,
        ItemKind.COMMENT,
        comment.author,
        comment.date,
        before=anchor.words,
        comment=text,
        is_resolved=comment.is_resolved,
        links=comment.links,
    )
    if comment.id in asked:
        rest = _behind(text, asked[comment.id])
        if not rest and not comment.is_resolved:
            return None
        return replace(own, kind=ItemKind.ANSWER, about=asked[comment.id], comment=rest)
    if comment.id == root.id:
        return own
    if root.id in asked:
        return replace(own, kind=ItemKind.ANSWER, about=asked[root.id])
    return replace(own, kind=ItemKind.REPLY, about="\n".join(root.lines))


def _questions(
    comments: Sequence[ReturnedComment], sent: Sequence[ReturnedComment]
) -> dict[str, str]:
    """Return the questions of the researcher among the comments, by id, as they were asked.

    Programs give comments other ids and authors, and some people write their answer into the
    question itself.
    """
    asked: dict[str, str] = {}
    open_ = list(comments)
    for question in sent:
        text = "\n".join(question.lines)
        found = _asked(open_, text)
        if found:
            asked[found.id] = text
            open_.remove(found)
    return asked


def _asked(comments: Sequence[ReturnedComment], text: str) -> ReturnedComment | None:
    """Return the comment that says a question; else the first that says it and something more."""
    wanted = alike(text).strip()
    longer: ReturnedComment | None = None
    for comment in comments:
        if comment.parent:  # questions were sent as comments of their own
            continue
        own = alike("\n".join(comment.lines)).strip()
        if own == wanted:
            return comment
        says_more = bool(wanted) and (own.startswith(wanted) or own.endswith(wanted))
        if says_more and longer is None:
            longer = comment
    return longer


def _behind(text: str, question: str) -> str:
    """Return what was written before or behind a question, in its own comment."""
    if alike(text).startswith(alike(question)):
        return text[len(question) :].strip()
    return text[: len(text) - len(question)].strip()


def _parents(
    comments: Sequence[ReturnedComment], places: Mapping[str, CommentAnchor]
) -> dict[str, str]:
    """Return what each reply answers; where the threads are lost, a later comment on the very same
    words answers.

    Google Docs and LibreOffice 7 write no threads, but give replies the range of what they answer.
    """
    parents = {comment.id: comment.parent for comment in comments if comment.parent}
    if parents:
        return parents
    first: dict[tuple[int, str], str] = {}
    for comment in comments:
        anchor = places.get(comment.id)
        if anchor and anchor.words:
            root = first.setdefault((anchor.number, anchor.words), comment.id)
            if root != comment.id:
                parents[comment.id] = root
    return parents


def _root(id_: str, parents: Mapping[str, str]) -> str:
    seen = set()
    while id_ in parents and id_ not in seen:
        seen.add(id_)
        id_ = parents[id_]
    return id_
