"""Objects of the PDF that WeasyPrint has made and not written yet, by references to them."""

from typing import Any


def object_of(pdf: Any, reference: Any) -> Any:  # noqa: ANN401 - pydyf's
    """Return the object to which a reference leads."""
    return pdf.objects[number_of(reference)]


def number_of(reference: Any) -> int:  # noqa: ANN401
    """Return the number in a reference such as b'12 0 R'."""
    return int(bytes(reference).split()[0])
