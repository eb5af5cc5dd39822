"""Colours of the screen as inks of a press: greys in black ink alone, others by its profile.

Comes in: a PDF in RGB and grey, and the ICC profile of a printing condition. Goes out: the same PDF
in DeviceCMYK (ISO 32000-1, 8.6.4.4): its content streams, shadings and images.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator
from PIL import Image, ImageCms

Ink = tuple[float, float, float, float]
Inks = Callable[[Sequence[float]], Ink]

_FILL = {"g", "rg", "k", "sc", "scn"}
_STROKE = {"G", "RG", "K", "SC", "SCN"}


class NoPressProfileError(Exception):
    """The bytes are no ICC profile for CMYK; the argument says what they are."""


def press_profile(content: bytes) -> ImageCms.ImageCmsProfile:
    """Return an ICC profile for printing in CMYK. Raises NoPressProfileError."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(content))
    except OSError as fault:
        raise NoPressProfileError("no ICC profile") from fault
    space = profile.profile.xcolor_space.strip()
    if space != "CMYK" or profile.profile.device_class != "prtr":
        raise NoPressProfileError(f"for {space}")
    return profile


def description_of(profile: ImageCms.ImageCmsProfile) -> str:
    """Return what a profile calls itself."""
    return (profile.profile.profile_description or "CMYK").strip()


def separation(profile: ImageCms.ImageCmsProfile) -> Callable[[str], Ink]:
    """Return what gives the inks of a colour written #rrggbb, in per cent."""
    inks = _inks(_transform(profile))

    def inks_of(colour: str) -> Ink:
        parts = inks([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
        cyan, magenta, yellow, black = (round(100 * part) for part in parts)
        return cyan, magenta, yellow, black

    return inks_of


def in_inks(pdf: pikepdf.Pdf, profile: ImageCms.ImageCmsProfile) -> None:
    """Change all colours of a PDF into those that a press prints."""
    transform = _transform(profile)
    inks = _inks(transform)
    for page in pdf.pages:
        page.Contents = pdf.make_stream(_rewritten(page, inks))
    for part in parts(pdf):
        if is_painted(part):
            part.write(_rewritten(part, inks))
        elif part.get("/Subtype") == Name.Image:
            _print_image(pdf, part, transform)
        elif "/ShadingType" in part:
            _print_shading(part, inks)


def _transform(profile: ImageCms.ImageCmsProfile) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        profile,
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def parts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary and stream of a PDF, also those inside others."""
    for each in pdf.objects:
        yield from _nested(each)


def _nested(each: Any) -> Iterator[pikepdf.Object]:  # noqa: ANN401
    if isinstance(each, Dictionary | pikepdf.Stream):
        yield each
        for key in list(each.keys()):
            if isinstance(each[key], pikepdf.Object) and not each[key].is_indirect:
                yield from _nested(each[key])


def is_painted(part: pikepdf.Object) -> bool:
    """Tell whether an object holds operators of its own: a form or a tiling pattern."""
    if not isinstance(part, pikepdf.Stream):
        return False
    return bool(part.get("/Subtype") == Name.Form or part.get("/PatternType") == 1)


def _inks(transform: ImageCms.ImageCmsTransform) -> Inks:
    @cache
    def through_profile(red: int, green: int, blue: int) -> Ink:
        dot = ImageCms.applyTransform(Image.new("RGB", (1, 1), (red, green, blue)), transform)
        cyan, magenta, yellow, black = (round(part / 255, 4) for part in dot.getpixel((0, 0)))  # type: ignore[union-attr]
        return cyan, magenta, yellow, black

    def inks(color: Sequence[float]) -> Ink:
        values = [min(max(float(each), 0), 1) for each in color]
        if len(values) == 4:
            return values[0], values[1], values[2], values[3]
        is_grey = len(values) == 1
        red, green, blue = values * 3 if is_grey else values
        if max(values) - min(values) < 1 / 255:
            return 0, 0, 0, round(1 - red, 4)
        return through_profile(round(red * 255), round(green * 255), round(blue * 255))

    return inks


# Content streams


def _rewritten(content: Any, inks: Inks) -> bytes:  # noqa: ANN401 - a page or a stream
    """Return a content stream with its colours in CMYK; it begins in black ink."""
    instructions = pikepdf.parse_content_stream(content)
    printed = pikepdf.unparse_content_stream([*_printed(instructions, inks)])
    return b"0 0 0 1 k 0 0 0 1 K\n" + printed


def _printed(instructions: Sequence[Any], inks: Inks) -> Iterator[Any]:
    for instruction in instructions:
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator in ("cs", "CS"):
            # k and K set the colour space as well; a pattern needs its own.
            if operands[0] == Name.Pattern:
                yield instruction
        elif operator in _FILL | _STROKE and not any(isinstance(each, Name) for each in operands):
            yield [*inks(operands)], Operator("k" if operator in _FILL else "K")
        else:
            yield instruction


# Shadings and images


def _print_shading(shading: pikepdf.Object, inks: Inks) -> None:
    """Change the colours at the ends of a gradient; what lies between is mixed from their inks."""
    shading.ColorSpace = Name.DeviceCMYK
    waiting = [shading.Function]
    while waiting:
        function = waiting.pop()
        waiting += list(function.get("/Functions", Array()))
        for key in ("/C0", "/C1"):
            if key in function:
                function[key] = Array([*inks([float(each) for each in function[key]])])


def _print_image(
    pdf: pikepdf.Pdf, image: pikepdf.Object, transform: ImageCms.ImageCmsTransform
) -> None:
    """Change a picture into inks; what is transparent in it becomes paper."""
    if image.get("/ColorSpace") == Name.DeviceCMYK or image.get("/ImageMask", False):
        return
    picture = pikepdf.PdfImage(image).as_pil_image()  # type: ignore[arg-type]
    if "/SMask" in image:
        mask = pikepdf.PdfImage(image.SMask).as_pil_image().convert("L")  # type: ignore[arg-type]
        paper = Image.new("RGB", picture.size, "white")
        picture = Image.composite(picture.convert("RGB"), paper, mask.resize(picture.size))
        del image.SMask
    image.write(_dots(picture, transform).tobytes())
    image.ColorSpace, image.BitsPerComponent = Name.DeviceCMYK, 8
    for key in ("/Decode", "/Intent", "/Mask", "/DecodeParms"):
        if key in image:
            del image[key]


def _dots(picture: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    if picture.mode in ("1", "L", "LA", "I;16"):
        black = picture.convert("L").point(lambda value: 255 - value)
        none = Image.new("L", picture.size)
        return Image.merge("CMYK", (none, none, none, black))
    dots = ImageCms.applyTransform(picture.convert("RGB"), transform)
    if dots is None:
        raise TypeError("littleCMS gives a new picture unless told to change the old one")
    return dots
