"""Files and fields that a browser sends: how much is taken, and where it is kept while it is read.

The name that comes with a file is what a person calls it and no path: of its letters only those are
kept that no system takes for anything else.
"""

import re
import unicodedata
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from publisher.domain.names import refused_by_windows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_FILES, MOST_FIELDS = 20, 200
MOST_BYTES = 25_000_000  # of one file
MOST_OF_ALL = 100_000_000
_PATIENCE = 60  # seconds that a browser may take to send a form
MOST_FORMS = 8  # at once: their files wait on the disk
_LONGEST_NAME = 100


@asynccontextmanager
async def form_of(request: Request) -> "AsyncIterator[FormData]":
    """Give the fields and files of a form, and let go of them afterwards.

    Raises HTTPException where it does not say how long it is (411), is too long (413), comes too
    slowly (408), or is no form (400).
    """
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise HTTPException(411, "too_long")
    if int(length) > MOST_OF_ALL:
        raise HTTPException(413, "too_long")
    try:
        with anyio.fail_after(_PATIENCE):
            async with request.app.state.forms:
                form = await request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS)
    except TimeoutError as fault:
        raise HTTPException(408, "too_slow") from fault
    try:
        yield form
    finally:
        await form.close()


def field(form: FormData, name: str) -> str:
    """Return the text of a field without outer spaces; nothing where there is none."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def fields(form: FormData, name: str) -> list[str]:
    """Return the texts of all fields of a name, without outer spaces."""
    return [value.strip() for value in form.getlist(name) if isinstance(value, str)]


def files_of(form: FormData, name: str) -> list[UploadFile]:
    """Return the files of a field; a browser sends one without a name where none was chosen.

    Raises HTTPException where one is too long (413).
    """
    found = [each for each in form.getlist(name) if isinstance(each, UploadFile) and each.filename]
    if any((each.size or 0) > MOST_BYTES for each in found):
        raise HTTPException(413, "too_long")
    return found


async def kept(files: list[UploadFile], folder: Path) -> tuple[Path, ...]:
    """Write files that came into a folder, each into one of its own since two may have one name."""
    found: list[Path] = []
    for number, each in enumerate(files, 1):
        own = folder / str(number)
        own.mkdir(parents=True)
        path = own / label(each.filename or "")
        content = await each.read()
        await anyio.Path(path).write_bytes(content)
        found.append(path)
    return tuple(found)


def label(name: str) -> str:
    """Return the name of a file as it may be written: letters, digits and a few signs, no folders.

    >>> label("C:\\\\Users\\\\me\\\\Népal (2).docx")
    'Népal (2).docx'
    >>> label("../../etc/passwd")
    'passwd'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    safe = "".join(letter if _is_plain(letter) else "_" for letter in last).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    room = _LONGEST_NAME - len(ending) - 1
    short = f"{stem[:room]}{dot}{ending}" if dot and room > 0 else safe[:_LONGEST_NAME]
    # Windows writes to a device where a file is called so, whatever its ending.
    return f"_{short}" if not short or refused_by_windows(short) else short


def _is_plain(letter: str) -> bool:
    is_letter = unicodedata.category(letter)[0] in "LMN"
    return is_letter or letter in " ._-()+,&'’"
