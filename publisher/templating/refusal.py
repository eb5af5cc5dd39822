"""Building with a broken template says what its check says, in the same words."""

import re
from collections.abc import Iterable, Mapping

from jinja2 import Environment

from publisher.domain.diagnostics import (
    Diagnostic,
    Level,
    Place,
    PublisherError,
    TemplateSpot,
    failure,
)
from publisher.templating.bounds import TooMuchWorkError
from publisher.templating.sandbox import TEMPLATE_FAULTS

_LONGEST = 80  # letters of a quotation


def refuse_broken(diagnostics: Iterable[Diagnostic]) -> None:
    """Raise PublisherError with all that must be fixed in a template, if there is anything."""
    wrong = [each for each in diagnostics if each.level is Level.MUST_FIX]
    if wrong:
        raise PublisherError(*wrong)


class BrokenFileError(ValueError):
    """What a template was filled with is no whole file any more."""


def paragraph_that_fails(xml: str, environment: Environment, values: Mapping[str, object]) -> str:
    """Return the paragraph of a Word template that cannot be filled, as far as that is known.

    The part is filled once more with each paragraph on a line of its own, because lines are all
    that Jinja tells.
    """
    lined = re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)
    try:
        environment.from_string(lined).render(values)
    except TEMPLATE_FAULTS as fault:
        lines, number = lined.splitlines(), line_of(fault) - 1
        paragraph = lines[number].split("</w:p>")[0] if 0 < number < len(lines) else ""
        text = " ".join(re.sub(r"<[^>]+>", "", paragraph).split())
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
    return ""


def unfillable(
    fault: BaseException | None, template_name: str, *, line: int = 0, quote: str = ""
) -> PublisherError:
    """Return that a template could not be filled, although its tags are sound as they stand."""
    steps = (("line", str(line)),) if line else ()
    place = Place(template_name, spot=TemplateSpot(steps, quote))
    if isinstance(fault, TooMuchWorkError | RecursionError):
        return failure("T591", place)
    return failure("T590", place, fault=_told(fault))


def _told(fault: BaseException | None) -> str:
    """Return what went wrong, as much as possible without the words of a programmer."""
    if isinstance(fault, BrokenFileError):
        return "its tags break the file"
    if isinstance(fault, ZeroDivisionError):
        return "a number is divided by zero"
    if isinstance(fault, KeyError):
        return f"there is no {fault}"
    return re.sub(r"'publisher\.[\w.]+ object'", "this", str(fault))


def line_of(fault: BaseException | None) -> int:
    """Return the line of a template in which it failed, or 0 where that is not known."""
    found = getattr(fault, "lineno", 0) or 0
    trace = fault.__traceback__ if fault else None
    while trace is not None:  # Jinja gives its frames the lines of the template
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return int(found)
