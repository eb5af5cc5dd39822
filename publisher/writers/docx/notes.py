"""Source notes as Word's own footnotes or endnotes (ECMA-376 Part 1, 17.11).

Notes are numbered in the order in which the template first calls them, as Word numbers them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from publisher.compose.publication import Note
from publisher.domain.text import Inline, NoteCall

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# LibreOffice leaves 6 points for the line above the notes, Word and ONLYOFFICE a line of text: the
# last of 46 pages came two pages later than our contents list says. Now the line has 6 everywhere.
_LINE = '<w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>'


@dataclass(frozen=True, slots=True)
class NotePlace:
    """The number of a note, and whether this call is the first that leads to it."""

    number: int
    is_first: bool


@dataclass(slots=True)
class NoteRegister:
    """The notes that a document has called so far; `kind` is 'footnote' or 'endnote'."""

    kind: str
    texts: dict[str, tuple[Inline, ...]]
    repeated: frozenset[str]
    numbers: dict[str, int] = field(default_factory=dict)

    def place_of(self, call: NoteCall) -> NotePlace:
        """Return the place of the note that a call leads to, registering it at its first call."""
        is_first = call.note not in self.numbers
        return NotePlace(self.numbers.setdefault(call.note, len(self.numbers) + 1), is_first)

    def is_repeated(self, call: NoteCall) -> bool:
        """Tell whether other calls lead to the same note."""
        return call.note in self.repeated


def note_register(notes: Collection[Note], notes_in_word: str) -> NoteRegister | None:
    """Return an empty register for notes of Word's own; None where they are printed as a list."""
    if notes_in_word == "list":
        return None
    texts = {note.id: note.inlines for note in notes}
    repeated = frozenset(note.id for note in notes if len(note.calls) > 1)
    return NoteRegister(notes_in_word.removesuffix("s"), texts, repeated)


def note_elements(
    register: NoteRegister, style_ids: Mapping[str, str], write: Callable[[Iterable[Inline]], str]
) -> str:
    """Return the notes that were called, as elements of their part; `write` prints one's text."""
    kind = register.kind
    text, reference = style_ids[f"{kind} text"], style_ids[f"{kind} reference"]
    mark = f'<w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr><w:{kind}Ref/></w:r>'
    return "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/></w:pPr>{mark}'
        f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{write(register.texts[id_])}</w:p></w:{kind}>'
        for id_, number in register.numbers.items()
    )


def notes_part(kind: str) -> bytes:
    """Return an empty part for notes, with the separators Word wants (17.11.10, 17.11.15)."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:{kind}s {_NAMESPACES}>"
        f'<w:{kind} w:type="separator" w:id="-1"><w:p>{_LINE}<w:r><w:separator/></w:r>'
        f"</w:p></w:{kind}>"
        f'<w:{kind} w:type="continuationSeparator" w:id="0"><w:p>{_LINE}<w:r>'
        "<w:continuationSeparator/></w:r></w:p>"
        f"</w:{kind}></w:{kind}s>"
    ).encode()
