"""Starting processes that do not hear Ctrl+C, which reaches all processes of a terminal."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def deaf() -> Iterator[None]:
    """Let the processes that are started meanwhile never hear Ctrl+C, not even before they run what
    is their own: they take over the signals that are blocked here.

    One that comes meanwhile, which may be a second, is heard by this process at the end.
    """
    mask = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # Windows, where a new process takes nothing over
        yield
        return
    resource_tracker.ensure_running()  # started with them, it would let the signals through
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)
