"""What hypothesis invents: texts that a researcher may type or paste."""

import unicodedata

from hypothesis import strategies as st

# Excel cannot hold other control characters, nor surrogates and the two noncharacters that XML forbids.
_ANY = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"
) | st.sampled_from("\n\t")
_FRAGMENTS = st.sampled_from(
    [
        "**",
        "*",
        "- ",
        "\n- ",
        "\n1. ",
        "\n2. ",
        "\n\n",
        "&",
        "<b>",
        "</w:t>",
        "{{",
        "}}",
        "{%",
        "%}",
        "{_{",
        "}_}",
        "{#",
        "]]>",
    ]
    + [
        "https://example.org/a_(b).",
        "1998. The Act",
        "[QX-1 para. 12]",
        "[QX-1",
        "العربية",
        "中文",
        "हिन्दी",
        "й",
        "\u200c",
        " ",
    ]
    + [
        "&amp;",
        "_x000D_",
        "\\n",
        "art. 3(1)",
        "$1",
        "\\1",
        "%s",
        "{0}",
        "'",
        '"',
        "«»",
        "\u00a0",
        "\u2028",
        "#",
        "=1+1",
        "+1",
        "-1",
    ]
)
texts = st.lists(st.text(_ANY, max_size=30) | _FRAGMENTS, min_size=1, max_size=8).map("".join)

# Letters for which the shipped fonts have a glyph and which run from left to right: a PDF's text can be compared.
_CONTROLS = "".join(map(chr, range(0x7F, 0xA0)))
_PRINTED = st.characters(
    min_codepoint=0x21, max_codepoint=0x17F, exclude_characters=f"\u00ad{_CONTROLS}"
) | (st.characters(min_codepoint=0x410, max_codepoint=0x44F))
printed_texts = st.lists(
    st.text(_PRINTED, min_size=1, max_size=12)
    | _FRAGMENTS.filter(lambda text: text.isascii() and "QX-1" not in text),
    min_size=1,
    max_size=8,
).map(" ".join)


KEYBOARD = str.maketrans("“”«»‘’–", '""""\'\'-')


def bare(text: str) -> str:
    """Return text without spaces, line ends, invisible characters and asterisks, for comparing; with the marks of a
    keyboard, since print has others.
    """
    kept = (
        each
        for each in unicodedata.normalize("NFC", text)
        if unicodedata.category(each) not in ("Cc", "Cf", "Zs", "Zl", "Zp")
    )
    return "".join(kept).replace("*", "").translate(KEYBOARD)
