"""The manifest of an edition: what lies in its folder, of what it was made, and proof of each file.

Beside the manifest lies SHA256SUMS, which any `sha256sum -c` can check without this program. Each
manifest names the digest of the one before it, so that no earlier edition is changed unseen.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from publisher.editions.record import FORM, EditionKind, UnreadableRecordError

MANIFEST_FILE = "manifest.json"
RECORD_FILE = "edition.json"
SUMS_FILE = "SHA256SUMS"
NOTICES_FILE = "notices.json"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of an edition: its name, its size in bytes, its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an edition is and what lies in its folder.

    `version`, `law_as_at` and `title` are as its report prints them, dates as ISO 8601 writes them;
    `program` is the version of the program and `treaty_data` the digest of the treaty's data that
    it was made with; `reviewers` are those who may be named; `citation` is how it is cited;
    `previous` is the digest of the manifest of the edition before it, empty for the first.
    """

    country: str
    number: int
    kind: EditionKind
    language: str
    published: date
    title: str
    version: str
    law_as_at: str
    treaty: str
    treaty_version: str
    treaty_data: str
    program: str
    reviewers: tuple[str, ...]
    citation: str
    previous: str
    files: tuple[PublishedFile, ...]

    @property
    def is_final(self) -> bool:
        """Whether it is an edition that stands, and none for consultation."""
        return self.kind is EditionKind.FINAL


class NoticeKind(StrEnum):
    """What is said of an edition after it was published."""

    ERRATUM = "erratum"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is said of an edition later: what is wrong in it, or why it was withdrawn."""

    edition: int
    kind: NoticeKind
    date: date
    text: str


def write_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as JSON in UTF-8."""
    written = asdict(manifest) | {"published": manifest.published.isoformat()}
    return _json({"form": FORM, **written})


def read_manifest(content: bytes) -> Manifest:
    """Return the manifest of a file. Raises UnreadableRecordError where it is none."""
    try:
        written: dict[str, Any] = json.loads(content)
        if written.pop("form") != FORM:
            raise UnreadableRecordError("form")
        files = tuple(PublishedFile(**each) for each in written.pop("files"))
        return Manifest(
            **written
            | {
                "kind": EditionKind(written["kind"]),
                "published": date.fromisoformat(written["published"]),
                "reviewers": tuple(written["reviewers"]),
                "files": files,
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise UnreadableRecordError(str(fault) or type(fault).__name__) from fault


def sums_of(files: Iterable[PublishedFile]) -> bytes:
    """Return the lines of SHA256SUMS, as the programs of GNU coreutils write and check them."""
    return "".join(f"{each.sha256}  {each.name}\n" for each in files).encode()


def write_notices(notices: Iterable[Notice]) -> bytes:
    """Return notices as JSON in UTF-8."""
    return _json([asdict(each) | {"date": each.date.isoformat()} for each in notices])


def read_notices(content: bytes) -> tuple[Notice, ...]:
    """Return the notices of a file. Raises UnreadableRecordError where it holds none."""
    try:
        return tuple(
            Notice(
                int(each["edition"]),
                NoticeKind(each["kind"]),
                date.fromisoformat(each["date"]),
                str(each["text"]),
            )
            for each in json.loads(content)
        )
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UnreadableRecordError(str(fault) or type(fault).__name__) from fault


def _json(value: Mapping[str, Any] | list[Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
