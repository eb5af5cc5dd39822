"""Rounds of review: drafts sent, what came back, and a table to decide from."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher.desk import review_tasks
from publisher.desk.pages import page, told_words
from publisher.desk.state import (
    asked_of,
    country_of,
    desk_of,
    language_of,
    refuse_waiting,
    require_free,
    start_job,
)
from publisher.desk.tasks import country_address
from publisher.desk.uploads import field, fields, form_of
from publisher.desk.who import name_of
from publisher.domain.diagnostics import PublisherError
from publisher.domain.digest import digest_of
from publisher.project.project import Project
from publisher.project.turns import in_turn
from publisher.rounds.apply import apply_decisions
from publisher.rounds.decide import Decided, Decision, ForAll, decide
from publisher.rounds.decide import decide_all as write_all
from publisher.rounds.marked import marked
from publisher.rounds.review_workbook import ReviewWorkbook, open_review_workbook
from publisher.rounds.status import rounds_in
from publisher.workbook import layout
from publisher.workbook.review_sheet import ItemRow
from publisher.workbook.rich import RichRun, plain

# Two decisions that are made quickly one after the other are written one after the other.
_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a proposed text: as it was, added, or deleted."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the sheet Review as the table shows it; `decision` is the id of what was decided,
    `written` what stands in the cell.
    """

    item: str
    number: str
    article: str
    column: str
    reviewer: str
    author: str
    when: str
    kind: str
    original: str
    proposed: tuple[Piece, ...]
    comment: str
    decision: str
    written: str
    note: str
    outcome: str
    is_settled: bool

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided yet."""
        return not (self.is_settled or self.written)


def show(request: Request) -> Response:
    """Show the rounds of a country and all that came back, to decide on."""
    desk = desk_of(request)
    project, path = asked_of(request)
    book = open_review_workbook(project, path)
    choices = layout.choices(book.project.worded)["decision"]
    items = tuple(_items(book, choices))
    return page(
        request,
        project,
        "review",
        name=path.stem,
        country=country_of(project, path),
        rounds=tuple(rounds_in(book, date.today())),
        names=book.register.names,
        provisions=book.project.treaty.provisions,
        items=items,
        groups=_grouped(items),
        reviewers=tuple(dict.fromkeys(each.reviewer for each in items if each.is_open)),
        choices=layout.choices(project.worded)["decision"],
        tongue=book.project.language.code,
        counts=_counts(items),
        busy=desk.busy(path),
    )


def _items(book: ReviewWorkbook, choices: Mapping[str, str]) -> Iterator[Item]:
    """Yield the rows of the sheet in their order, without those that name no item of a draft."""
    review = book.review
    for _, row in sorted(review.rows.items()):
        if review.text(row, "kind"):
            yield _item(book, row, choices)


def _item(book: ReviewWorkbook, row: ItemRow, choices: Mapping[str, str]) -> Item:
    def text(key: str) -> str:
        return book.review.text(row, key)

    return Item(
        item=text("item"),
        number=text("number").removesuffix(".0"),
        article=text("article"),
        column=text("column"),
        reviewer=text("reviewer"),
        author=text("author"),
        when=text("written_on"),
        kind=text("kind"),
        original=text("original"),
        proposed=_pieces(row),
        comment=text("comment"),
        decision=book.review.decision(row, choices),
        written=text("decision"),
        note=text("note"),
        outcome=text("outcome"),
        is_settled=bool(text("decided_on")),
    )


def _pieces(row: ItemRow) -> tuple[Piece, ...]:
    text = row.get("proposed", "")
    runs = (RichRun(text),) if isinstance(text, str) else text
    if not plain(text).strip():
        return ()
    return tuple(Piece(run.text, _kind_of(run)) for run in runs if run.text)


def _kind_of(run: RichRun) -> str:
    if run.has("strike"):
        return "deleted"
    return "added" if run.has("u") else "same"


def _grouped(items: tuple[Item, ...]) -> Mapping[tuple[str, str], list[Item]]:
    """Return the items by the cell that they are about, in the order of the sheet."""
    groups: dict[tuple[str, str], list[Item]] = {}
    for each in items:
        groups.setdefault((each.article, each.column), []).append(each)
    return groups


def _counts(items: tuple[Item, ...]) -> Mapping[str, int]:
    is_open = sum(each.is_open for each in items)
    settled = sum(each.is_settled for each in items)
    return {"open": is_open, "decided": len(items) - is_open - settled, "settled": settled}


# Deciding


async def decide_some(request: Request) -> Response:
    """Write decisions into the sheet: the one of a form, or those that a script has gathered."""
    async with form_of(request) as form:
        columns = [fields(form, key) for key in ("item", "decision", "note", "seen")]
    if len({len(each) for each in columns}) > 1:
        raise HTTPException(422, "no_decision")
    wishes = tuple(Decision(*each) for each in zip(*columns, strict=True))
    is_script = "application/json" in request.headers.get("accept", "")
    try:
        words = await run_in_threadpool(_decide, request, wishes)
    except (PublisherError, HTTPException) as fault:
        if not is_script:
            raise
        return await run_in_threadpool(_refused, request, fault)
    if is_script:
        return JSONResponse({"written": [words.get(each.decision, "") for each in wishes]})
    address = country_address(Path(f"{request.path_params['name']}.xlsx"))
    last = wishes[-1].item if wishes else ""
    return RedirectResponse(f"{address}/review#item-{last}", 303)


def _refused(request: Request, fault: PublisherError | HTTPException) -> Response:
    """Return why a decision was not written, for the script of the page."""
    language = desk_of(request).project().language
    if isinstance(fault, HTTPException):
        words = language.words("desk_refusals")
        return JSONResponse({"problem": words.get(fault.detail, words["other"])}, fault.status_code)
    catalogue = told_words(language)
    told = [f"{each.message(catalogue)} → {each.hint(catalogue)}" for each in fault.diagnostics]
    return JSONResponse({"problem": "\n".join(told)}, 409)


async def decide_all(request: Request) -> Response:
    """Write the same decision for all that a reviewer wrote and nobody has decided on yet."""
    async with form_of(request) as form:
        reviewer, decision = field(form, "reviewer"), field(form, "decision")
    return await run_in_threadpool(_decide_all, request, reviewer, decision)


def _decide_all(request: Request, reviewer: str, decision: str) -> Response:
    project, path = asked_of(request)
    _require_known(project, decision)
    by = name_of(request)

    def write(*, keeps_old: bool) -> Decided:
        now = datetime.now()
        return write_all(project, path, ForAll(reviewer, decision), now, by=by, keeps_old=keeps_old)

    _write(request, project, path, write)
    return RedirectResponse(f"{country_address(path)}/review", 303)


def _decide(request: Request, wishes: tuple[Decision, ...]) -> Mapping[str, str]:
    """Write decisions; return the words of all that can be decided, by their ids, as they stand in
    this workbook, whose language may be another than the desk's.
    """
    project, path = asked_of(request)
    for each in wishes:
        _require_known(project, each.decision)
    by = name_of(request)

    def write(*, keeps_old: bool) -> Decided:
        return decide(project, path, wishes, datetime.now(), by=by, keeps_old=keeps_old)

    return _write(request, project, path, write)


def _require_known(project: Project, decision: str) -> None:
    if decision and decision not in layout.choices(project.worded)["decision"]:
        raise HTTPException(422, "no_decision")


def _write(
    request: Request, project: Project, path: Path, write: Callable[..., Decided]
) -> Mapping[str, str]:
    require_free(request, path)
    desk = desk_of(request)
    with _WRITING:
        decided = in_turn(
            project, path, lambda: write(keeps_old=desk.keeps_old(path)), refuse_waiting
        )
        desk.wrote[path] = digest_of(decided.content)
    return decided.words


# Jobs


async def send(request: Request) -> Response:
    """Write drafts in a job."""
    async with form_of(request) as form:
        names = tuple(dict.fromkeys(filter(None, (*fields(form, "to"), field(form, "other")))))
        due, provisions = field(form, "due"), tuple(fields(form, "provision"))
    if not names:
        raise HTTPException(422, "no_reviewer")
    work = partial(review_tasks.send, names=names, due=due, provisions=provisions)
    return await run_in_threadpool(start_job, request, "sending", work)


def show_trial(request: Request) -> Response:
    """Show what would change in which cell if the decisions were carried out."""
    project, path = asked_of(request)
    applied = apply_decisions(project, path, datetime.now(), is_trial=True)
    said = review_tasks.told_outcomes(applied, project.language, is_trial=True)
    changes = [(cell, before, marked(before, now)) for cell, before, now in applied.changes]
    return page(
        request,
        project,
        "trial",
        name=path.stem,
        country=country_of(project, path),
        diagnostics=applied.diagnostics,
        changes=changes,
        said=said,
        tongue=language_of(project, path),
    )


async def apply(request: Request) -> Response:
    """Carry out the decisions in a job."""
    return await run_in_threadpool(start_job, request, "applying", review_tasks.apply)


_OWN = "/countries/{name}/review"
ROUTES = (
    Route(_OWN, show),
    Route(f"{_OWN}/decide", decide_some, methods=["POST"]),
    Route(f"{_OWN}/decide-all", decide_all, methods=["POST"]),
    Route(f"{_OWN}/send", send, methods=["POST"]),
    Route(f"{_OWN}/apply", show_trial),
    Route(f"{_OWN}/apply", apply, methods=["POST"]),
)
