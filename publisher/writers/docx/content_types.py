"""The content types of what the writer adds to a template (ECMA-376 Part 2, 10.1.2)."""

import posixpath
from collections.abc import Mapping

from publisher.domain.package import CONTENT_TYPES
from publisher.writers.docx.package import inserted
from publisher.writers.docx.properties import CUSTOM

_OPENXML = "application/vnd.openxmlformats"
# The content types of parts that a template may lack, by their names; of media, by their endings.
_PART_TYPES = {
    "word/footnotes.xml": f"{_OPENXML}-officedocument.wordprocessingml.footnotes+xml",
    "word/endnotes.xml": f"{_OPENXML}-officedocument.wordprocessingml.endnotes+xml",
    "word/comments.xml": f"{_OPENXML}-officedocument.wordprocessingml.comments+xml",
    CUSTOM: f"{_OPENXML}-officedocument.custom-properties+xml",
    "docProps/core.xml": f"{_OPENXML}-package.core-properties+xml",
}
_MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
}


def with_types_of_added(parts: Mapping[str, bytes]) -> bytes:
    """Return the list of content types, with those of parts that were added (Part 2, 10.1.2)."""
    listed = parts[CONTENT_TYPES]
    overrides = defaults = ""
    for name, kind in _PART_TYPES.items():
        if name in parts and f"/{name}".encode() not in listed:
            overrides += f'<Override PartName="/{name}" ContentType="{kind}"/>'
    endings = {posixpath.splitext(name)[1][1:] for name in parts if name.startswith("word/media/")}
    for ending in sorted(endings.intersection(_MEDIA_TYPES)):
        if f'Extension="{ending}"'.encode() not in listed:
            kind = _MEDIA_TYPES[ending]
            defaults += f'<Default Extension="{ending}" ContentType="{kind}"/>'
    return inserted(listed, "</Types>", defaults + overrides)
