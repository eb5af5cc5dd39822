"""What jobs of tests do, each in a process of its own, which loads this file: so it imports little."""

import os
import signal
import time

from publisher.desk.outcome import Outcome
from publisher.desk.tasks import task
from publisher.domain.diagnostics import Place, failure


def count_to_two(teller):
    teller.at(1, 2)
    teller.at(2, 2)
    return Outcome(("counted",))


def wait_long(teller):
    teller.at(1, 9)
    time.sleep(60)
    return Outcome()


def die(_teller):
    os.kill(os.getpid(), signal.SIGKILL)
    return Outcome()


def refuse(_teller):
    raise failure("F024", Place("examplia.xlsx"))


@task
def stumble(project, _teller, *, words):
    raise ZeroDivisionError(words)
