"""Files that cannot be written: what stood there stays whole, and each cause is told with its own remedy.

The numbers of faults are those of POSIX (errno) and of Windows ("System Error Codes": 112 ERROR_DISK_FULL,
206 ERROR_FILENAME_EXCED_RANGE, 1295 ERROR_DISK_QUOTA_EXCEEDED).
"""

import errno
import os
import subprocess
import sys
import time

import pytest

from publisher.domain.diagnostics import PublisherError
from publisher.domain.names import refused_by_windows
from publisher.project.files import sweep, write_file
from publisher.project.write_faults import write_failure
from tests.support import TOP

IN_A_ROOM = ("unshare", "--map-root-user", "--mount", "--", "sh", "-c")


def can_mount():
    """Tell whether this system lets us have a disk of our own."""
    try:
        tried = subprocess.run(
            (*IN_A_ROOM, "mount -t tmpfs tmpfs /mnt"), capture_output=True, check=False
        )
    except OSError:
        return False
    return tried.returncode == 0


needs_mount = pytest.mark.skipif(not can_mount(), reason="no disk of our own can be mounted here")


def written_on(disk, options, name, size):
    """Try to write a file on a small disk that already holds an older one; return what was told and what is there."""
    script = f"""
from pathlib import Path
from publisher.domain.diagnostics import PublisherError
from publisher.project.files import write_file
path = Path({str(disk)!r}) / {name!r}
try:
    write_file(path, b"x" * {size})
except PublisherError as problem:
    print(problem)
print(sorted(each.name for each in path.parent.iterdir()), path.read_bytes()[:8])
"""
    begun = f"mount -t tmpfs -o size=64k tmpfs {disk} && printf older > {disk}/{name}"
    mounted = f"{begun} && mount -o remount,{options} {disk} && exec {sys.executable} -"
    done = subprocess.run(
        (*IN_A_ROOM, mounted), input=script, text=True, cwd=TOP, capture_output=True, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.slow
@needs_mount
def test_a_full_disk_is_told_with_what_is_needed_and_what_is_free(tmp_path):
    told = written_on(tmp_path, "rw", "examplia.docx", 300_000)

    assert told == (
        f"{tmp_path / 'examplia.docx'}: MUST FIX O345: this file cannot be written, because the disk is full: 300 kB are needed"
        f" in {tmp_path}, and 61 kB are free\n"
        "    delete what is not needed on that disk, or empty its bin, then do this again; what stood there before is still whole\n"
        "['examplia.docx'] b'older'\n"
    )


@pytest.mark.slow
@needs_mount
def test_a_folder_that_may_only_be_read_is_told(tmp_path):
    told = written_on(tmp_path, "ro", "examplia.docx", 3)

    assert told == (
        f"{tmp_path / 'examplia.docx'}: MUST FIX O346: this file cannot be written, because nothing may be written in the folder"
        f" {tmp_path}\n"
        "    copy the project into a folder of your own and work there, or ask whoever looks after this computer for the right to"
        " write in that folder\n"
        "['examplia.docx'] b'older'\n"
    )


def test_a_name_that_is_too_long_is_told(tmp_path):
    path = tmp_path / f"{'x' * 300}.docx"

    with pytest.raises(PublisherError) as caught:
        write_file(path, b"new")

    length = len(str(tmp_path)) + 1 + 305
    assert str(caught.value) == (
        f"{path}: MUST FIX O347: this file cannot be written, because its name or its path ({length} characters) is too long for"
        " this system\n"
        "    give the file that it is made from a shorter name, or move the project nearer to the top of the disk, such as"
        " C:\\Reports"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("letter", ["x", "न"])
def test_a_name_as_long_as_the_system_allows_is_written(tmp_path, letter):
    # 255 bytes is what Linux allows for one name: the file that is written beside must not be longer.
    name = (letter * 255).encode()[:250].decode(errors="ignore") + ".txt"
    write_file(tmp_path / name, b"new")

    assert [path.name for path in tmp_path.iterdir()] == [name]


class FaultInWindowsError(OSError):
    """A fault as Windows tells it."""

    def __init__(self, number, posix=errno.EINVAL):
        super().__init__(posix, "the words of Windows")
        self.winerror = number


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "O345"),
        (FaultInWindowsError(112, errno.ENOSPC), "O345"),
        (FaultInWindowsError(39), "O345"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "O349"),
        (FaultInWindowsError(1295), "O349"),
        (OSError(errno.EROFS, "Read-only file system"), "O346"),
        (FaultInWindowsError(19, errno.EACCES), "O346"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "O347"),
        (FaultInWindowsError(206, errno.ENOENT), "O347"),
        (FaultInWindowsError(123), "O306"),
        (PermissionError(errno.EACCES, "Permission denied"), "O306"),
        (FaultInWindowsError(32, errno.EACCES), "O306"),
        (FaultInWindowsError(1117), "O306"),
    ],
)
def test_each_cause_has_its_own_message(tmp_path, fault, code):
    failure = write_failure(tmp_path / "examplia.docx", fault, 10, is_beginning=False)

    assert failure.diagnostic.code == code


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_where_not_even_a_new_file_may_be_begun_it_is_the_folder(tmp_path, number):
    failure = write_failure(
        tmp_path / "examplia.docx", PermissionError(number, "no"), 10, is_beginning=True
    )

    assert failure.diagnostic.code == "O346"


def test_a_used_up_share_of_the_disk_is_told(tmp_path):
    fault = OSError(errno.EDQUOT, "Disk quota exceeded")
    failure = write_failure(tmp_path / "examplia.pdf", fault, 2_345_678, is_beginning=False)

    assert str(failure) == (
        f"{tmp_path / 'examplia.pdf'}: MUST FIX O349: this file cannot be written, because your share of the disk is used up:"
        f" 2.3 MB are needed in {tmp_path}\n"
        "    delete what you do not need there, or ask whoever looks after that disk for a larger share, then do this again; what"
        " stood there before is still whole"
    )


def test_a_path_of_more_than_259_characters_is_too_long_for_windows(tmp_path):
    # Windows says that such a path "cannot be found" (3): MAX_PATH is 260 with the closing zero.
    path = tmp_path / ("a" * 120) / ("b" * 120) / "examplia.docx"
    failure = write_failure(path, FaultInWindowsError(3, errno.ENOENT), 10, is_beginning=True)

    assert failure.diagnostic.code == "O347"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("con.xlsx", ("kept", "con")),
        ("AUX", ("kept", "AUX")),
        ("Lpt1.tar.gz", ("kept", "Lpt1")),
        ("com¹.docx", ("kept", "com¹")),
        ("nul .txt", ("kept", "nul")),
        ("examplia.", ("sign", ".")),
        ("examplia ", ("sign", " ")),
        ("a:b.docx", ("sign", ":")),
        ("what?.docx", ("sign", "?")),
        ("examplia.docx", None),
        ("congo.xlsx", None),
        ("com10.xlsx", None),
        ("conduct", None),
        (".digests.json", None),
        ("नेपाल.xlsx", None),
    ],
)
def test_names_that_windows_refuses(name, why):
    assert refused_by_windows(name) == why


def test_a_name_that_windows_refuses_is_told_as_such(tmp_path):
    failure = write_failure(tmp_path / "con.docx", FaultInWindowsError(123), 10, is_beginning=True)

    assert str(failure) == (
        f"{tmp_path / 'con.docx'}: MUST FIX O348: Windows allows no file of the name 'con.docx': 'con' is a name that it keeps for"
        " itself\n    give the workbook, country or template that it is called after another name"
    )


# What interrupted runs left


def left(folder, name, *, hours):
    path = folder / name
    path.write_bytes(b"half")
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_an_interrupted_run_left_is_cleaned_by_the_next(tmp_path):
    old = left(tmp_path, ".examplia.xlsx.k3j4_5h6", hours=2)
    long = left(tmp_path, ".~publisher.abcd1234", hours=2)

    sweep(tmp_path)

    assert (old.exists(), long.exists()) == (False, False)


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        (".examplia.xlsx.k3j4_5h6", 0.5),  # another run may be writing it
        (".examplia.xlsx.k3j4h5", 200),  # rsync's, of six signs
        (".~lock.examplia.xlsx#", 200),
        ("~$examplia.xlsx", 200),
        ("examplia.xlsx", 200),
        ("examplia.xlsx.k3j4_5h6", 200),  # not hidden: somebody's own
        (".examplia.xlsx.K3J4H5G6", 200),
        (".notes.abcd1234", 200),  # not a kind of file that we write
    ],
)
def test_what_is_young_or_not_ours_is_left_alone(tmp_path, name, hours):
    path = left(tmp_path, name, hours=hours)

    sweep(tmp_path)

    assert path.read_bytes() == b"half"


def test_a_file_that_we_were_killed_over_is_of_the_kind_that_is_cleaned(tmp_path):
    """The name as the program itself gives it: it is killed before it has written a byte."""
    script = f"""
import os, signal
from pathlib import Path
from publisher.project import files
def kill(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
os.fdopen = kill
files.write_file(Path({str(tmp_path)!r}) / "examplia.xlsx", b"new")
"""
    subprocess.run((sys.executable, "-c", script), cwd=TOP, check=False)
    (path,) = tmp_path.iterdir()
    then = time.time() - 7200
    os.utime(path, (then, then))

    sweep(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_has_nothing_to_clean(tmp_path):
    sweep(tmp_path / "gone")

    assert list(tmp_path.iterdir()) == []
