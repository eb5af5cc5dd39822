"""Characters that must not come into a file that is written, each kind with its reason."""

import re

# XML 1.0, section 2.2, and python-docx and openpyxl with it, refuse these: a file with one of them
# could not be read again.
_NOT_IN_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
# Embeddings and overrides of the Unicode Bidirectional Algorithm (UAX #9) turn round the order in
# which text is shown, so they could hide from a researcher what a reviewer wrote. They are taken
# out of what comes from outside only: researchers may need them in right-to-left text.
_TURNING = "\u202a-\u202e"

FORBIDDEN = re.compile(f"[{_NOT_IN_XML}]")
UNSAFE_FROM_OUTSIDE = re.compile(f"[{_NOT_IN_XML}{_TURNING}]")
