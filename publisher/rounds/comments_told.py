"""What must be told of the comments of a returned draft: that a program dropped them, or that our
own questions are gone.
"""

from collections.abc import Iterator

from publisher.domain.diagnostics import Diagnostic, Place, problem
from publisher.domain.worded import WordedTreaty
from publisher.review.harvest import Harvest
from publisher.review.items import ItemSpot
from publisher.review.questions import has_no_words
from publisher.review.returned import Returned
from publisher.review.sent import SentDraft
from publisher.rounds.item_rows import RowWriter


def comments_told(
    returned: Returned, sent: SentDraft, found: Harvest, file: str, worded: WordedTreaty
) -> Iterator[Diagnostic]:
    """Yield what a researcher should know before they believe that a reviewer had nothing to say.

    AbiWord drops all comments, some ways through .rtf what they say. Where some of our questions
    are gone and other comments are there, a person deleted them: that is no loss, but what was
    asked may still be open.
    """
    place, asked = Place(file), len(sent.questions)
    if not returned.comments:
        if asked:
            yield problem("R671", place, count=asked)
        return
    if has_no_words(returned.comments):
        yield problem("R672", place, count=len(returned.comments))
        return
    here = list(found.asked)
    gone: list[ItemSpot] = []
    for question in sent.questions:
        if question in here:
            here.remove(question)  # the same may have been asked twice
        else:
            gone.append(question.spot)
    if gone:
        writer = RowWriter(worded)
        places = "; ".join(writer.called(ItemSpot(each.provision)) for each in gone)
        yield problem("R673", place, places=places, count=len(gone), all=asked)


def letters_told(found: Harvest, place: Place) -> Iterator[Diagnostic]:
    """Yield that letters of comments are in no item and in no question, which must never be."""
    if found.letters_lost:
        yield problem("R670", place, count=abs(found.letters_lost))
