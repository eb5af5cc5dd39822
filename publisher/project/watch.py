"""Workbooks watched while somebody works on them.

Comes in: paths. Goes out: each path when its file is another than before, once it has been written
to its end.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_PAUSE = 1.0  # seconds


class Watch:
    """Looks at files again and again; a file that this program wrote itself is made known with
    `know`.
    """

    def __init__(self, paths: Sequence[Path], pause: Callable[[float], None] = time.sleep) -> None:
        self._known: dict[Path, tuple[int, int]] = dict.fromkeys(paths, (0, 0))
        self._waiting: set[Path] = set()
        self._pause = pause

    def know(self, path: Path) -> None:
        """Take the file as it is now for known."""
        self._known[path] = _stamp(path)

    def again(self, path: Path) -> None:
        """Yield a path once more as soon as no other program has it open."""
        self._waiting.add(path)

    def changed(self, is_open: Callable[[Path], bool]) -> Iterator[Path]:
        """Yield the paths of files that changed, for ever; a file still being written is yielded
        when it rests.
        """
        seen: dict[Path, tuple[int, int]] = {}
        while True:
            for path, known in self._known.items():
                stamp = _stamp(path)
                is_new = stamp != known and stamp == seen.get(
                    path, stamp if known == (0, 0) else None
                )
                seen[path] = stamp
                if stamp != (0, 0) and (is_new or (path in self._waiting and not is_open(path))):
                    self._waiting.discard(path)
                    self.know(path)
                    yield path
            self._pause(_PAUSE)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except (
        OSError
    ):  # between the moment a program removes the old file and that it names the new one
        return (0, 0)
    return found.st_mtime_ns, found.st_size
