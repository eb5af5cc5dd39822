"""Workbooks looked at again and again: told when changed and at rest, our own writing left out."""

import contextlib
import os

from publisher.project.watch import Watch


class StoppedError(Exception):
    """Ends a watch that would go on for ever."""


def watched(path, *steps, locked=()):
    """Return the contents of a file as they were yielded while one step after the other was taken between two looks."""
    left = list(steps)

    def pause(_):
        if not left:
            raise StoppedError
        left.pop(0)()

    seen = []
    watch = Watch([path], pause)
    with contextlib.suppress(StoppedError):
        for changed in watch.changed(lambda _: bool(locked)):
            seen.append(changed.read_text())
            if locked:
                watch.again(changed)
    return seen


def write(path, text, moment):
    def step():
        path.write_text(text)
        os.utime(path, (moment, moment))

    return step


def nothing():
    """Take no step."""


def test_a_file_is_told_at_once_and_again_when_it_changed_and_rests(tmp_path):
    path = tmp_path / "book.xlsx"
    write(path, "one", 100)()

    seen = watched(
        path, nothing, write(path, "half", 200), write(path, "two", 201), nothing, nothing
    )

    assert seen == ["one", "two"]


def test_a_file_that_is_gone_for_a_moment_does_no_harm(tmp_path):
    path = tmp_path / "book.xlsx"
    write(path, "one", 100)()

    assert watched(path, path.unlink, nothing, write(path, "two", 200), nothing, nothing) == [
        "one",
        "two",
    ]


def test_a_file_that_somebody_has_open_is_told_again_when_it_is_closed(tmp_path):
    path = tmp_path / "book.xlsx"
    write(path, "one", 100)()
    locked = ["lock"]

    assert watched(path, nothing, locked.clear, nothing, nothing, locked=locked) == ["one", "one"]
