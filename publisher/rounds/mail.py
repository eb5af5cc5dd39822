"""The covering e-mail as a file that an e-mail program opens: text, addresses, the draft attached.

What such a file is made of: RFC 5322 and RFC 2045. It has no day and no sender, which the program
puts in that sends it; so the same draft gives the same bytes.
"""

import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP

from publisher.compose.covering import Covering

_WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
EMAIL = re.compile(r"[^\s,;:<>()\"@]+@[^\s,;:<>()\"@]+\.[^\s,;:<>()\"@.]+")


def mail_of(
    covering: Covering, to: tuple[str, ...], reply_to: str, name: str, draft: bytes
) -> bytes:
    """Return the file of an e-mail with a draft of a name attached; `to` and `reply_to` may be
    empty.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(covering.subject.split())
    if to:
        message["To"] = ", ".join(to)
    if EMAIL.fullmatch(reply_to):
        message["Reply-To"] = reply_to
    message["X-Unsent"] = "1"  # Outlook opens it as a message that is still to be sent
    # Base64, so that nothing between two mail servers can change a letter.
    message.set_content(covering.text, cte="base64")
    main, sub = _WORD
    message.add_attachment(draft, maintype=main, subtype=sub, filename=name)
    # Python takes a boundary by chance.
    message.set_boundary(f"draft-{hashlib.sha256(draft).hexdigest()[:32]}")
    return message.as_bytes()
