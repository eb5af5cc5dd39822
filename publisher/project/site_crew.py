"""The countries of the site made by several processes at once, each with one country in its hands.

Comes in: the names of countries whose editions changed. Goes out: nothing but what the processes
wrote; the same as if one had made them all.
"""

import multiprocessing
import signal
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from publisher.project.deaf import deaf
from publisher.project.project import Project, open_project
from publisher.project.site_folder import SiteFolder, make_country
from publisher.project.site_sources import EditionsSource, Tell, site_of
from publisher.site.values import Site

_FEW = 6  # countries are made sooner than processes start

# What a process holds from its start on.
_held: list[tuple[Project, Site, Path]] = []


def make_countries(
    project: Project,
    folder: Path,
    jobs: Sequence[tuple[str, str]],
    languages: Iterable[str],
    tell: Tell,
) -> int:
    """Make the countries of these names, each with its digest, and return how many files were
    written; `tell` is told each name. Raises PublisherError where one cannot be made.
    """
    processes = min(_processors(), len(jobs) // _FEW)
    if processes < 2:
        site, written = site_of(project, languages), 0
        for name, digest in jobs:
            tell(name)
            written += _make(project, site, folder, name, digest)
        return written
    spawn = multiprocessing.get_context("spawn")
    arguments = (project.folder, tuple(languages), folder)
    with ProcessPoolExecutor(processes, spawn, _begin, arguments) as crew:
        try:
            with deaf():
                waiting = {crew.submit(_make_one, *job): job[0] for job in jobs}
            written = 0
            for done in as_completed(waiting):
                written += done.result()
                tell(waiting[done])
        except BaseException:
            crew.shutdown(wait=False, cancel_futures=True)
            raise
        return written


def _processors() -> int:
    return multiprocessing.cpu_count()


def _begin(project_folder: Path, languages: tuple[str, ...], folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears Ctrl+C for all
    project = open_project(project_folder).value
    _held.append((project, site_of(project, languages), folder))


def _make_one(name: str, digest: str) -> int:
    project, site, folder = _held[0]
    return _make(project, site, folder, name, digest)


def _make(project: Project, site: Site, folder: Path, name: str, digest: str) -> int:
    place = SiteFolder(folder)
    make_country(site, EditionsSource(project, name), place, digest)
    return place.written
