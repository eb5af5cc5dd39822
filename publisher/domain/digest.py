"""The fingerprint by which two contents are told apart."""

import hashlib


def digest_of(content: bytes) -> str:
    """Return the SHA-256 digest of some bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
