"""The Word file that a national NGO receives: a letter, the table, questions as comments.

Each cell says in several ways which it is, since every editor drops some of them (measured): a
visible id, a bookmark for each row and each content cell, a link, a paragraph style for each
column. The draft says which it is in its properties and in its footer.
"""

from publisher.compose.draft import BUILD_PROPERTY, ID_PROPERTY, RECIPIENT_PROPERTY, Draft
from publisher.writers.docx.comments import WordComment
from publisher.writers.docx.document import write_docx
from publisher.writers.docx.manuscript import Extras


def write_draft(draft: Draft, template: bytes, *, template_name: str) -> bytes:
    """Return the Word file of a draft. Raises PublisherError where the template cannot be used."""
    comments = tuple(WordComment(each.key, each.author, each.text) for each in draft.comments)
    properties = {
        ID_PROPERTY: draft.id,
        BUILD_PROPERTY: draft.build,
        RECIPIENT_PROPERTY: draft.recipient,
    }
    extras = Extras({"draft": draft}, comments, properties, comes_back=True)
    return write_docx(draft.report, template, template_name=template_name, extras=extras)
