"""The structure tree of a PDF as indented text: tags, attributes that matter, and the text each of them holds.

The text is that of the page's marked content, taken through the ToUnicode maps of its fonts.
"""

import re

import pikepdf


def structure(pdf):
    """Return the structure tree of a PDF, one line per element, two spaces per level."""
    texts = {}
    for page in pdf.pages:
        texts |= {(page.obj.objgen, id_): text for id_, text in _marked_texts(page).items()}
    (document,) = pdf.Root.StructTreeRoot.K
    return "\n".join(_lines(document, 0, None, texts)) + "\n"


def _lines(element, depth, page, texts):
    page = element.get("/Pg", page)
    kids = element.get("/K", pikepdf.Array())
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    text = "".join(texts.get((page.objgen, int(kid)), "") for kid in kids if isinstance(kid, int))
    attributes = _attributes(element)
    told = [
        f"{key[1:]}={str(attributes[key]).removeprefix('/')}"
        for key in ("/Scope",)
        if key in attributes
    ]
    yield "  " * depth + " ".join([str(element.S)[1:], *told, *([repr(text)] if text else [])])
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from _lines(kid, depth + 1, page, texts)
        elif isinstance(kid, pikepdf.Dictionary):
            yield "  " * (depth + 1) + str(kid.Type)[1:]


def _attributes(element):
    """Return the attributes of an element, of whatever owners."""
    owned = element.get("/A", pikepdf.Dictionary())
    listed = owned if isinstance(owned, pikepdf.Array) else [owned]
    return {key: each[key] for each in listed for key in list(each)}


def _marked_texts(page):
    """Return the text of a page's marked content by its id."""
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    texts, font, open_ids = {}, {}, []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                open_ids.append(operands[1].get("/MCID"))
            case "BMC":
                open_ids.append(None)
            case "EMC":
                open_ids.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj" | "TJ" if open_ids and open_ids[-1] is not None:
                pieces = operands[0] if str(operator) == "TJ" else operands
                texts.setdefault(int(open_ids[-1]), []).append(_text(pieces, font))
    return {id_: "".join(each) for id_, each in texts.items()}


def _text(pieces, font):
    strings = (bytes(each) for each in pieces if isinstance(each, pikepdf.String))
    return "".join(
        font.get(int.from_bytes(each[at : at + 2]), "?")
        for each in strings
        for at in range(0, len(each), 2)
    )


def _to_unicode(font):
    found = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", font.ToUnicode.read_bytes().decode())
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in found}
