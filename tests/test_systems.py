"""The program runs on Windows, macOS and Linux: no call that only one of them has, unless it is asked for first.

What is there where is from the documentation of Python 3.11 ("Availability").
"""

import ast

import pytest

from tests.support import TOP

MODULES = sorted((TOP / "publisher").rglob("*.py"))
# Modules of Unix, and of Windows.
UNIX_MODULES = {"crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog",
                "termios", "tty"}  # fmt: skip
WINDOWS_MODULES = {"msvcrt", "winreg", "winsound", "_winapi", "nt"}
UNIX_NAMES = {
    "os": {
        "chown", "chroot", "confstr", "ctermid", "fchdir", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "fpathconf",
        "fstatvfs", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp", "getpriority",
        "getresuid", "getsid", "getuid", "getxattr", "initgroups", "killpg", "lchmod", "lchown", "listxattr", "lockf",
        "makedev", "memfd_create", "mkfifo", "mknod", "nice", "O_NOFOLLOW", "O_NONBLOCK", "O_TMPFILE", "openpty",
        "pathconf", "pipe2", "posix_fadvise", "posix_fallocate", "posix_spawn", "pread", "pwrite", "readv", "removexattr",
        "sched_getaffinity", "sched_setaffinity", "sendfile", "setegid", "seteuid", "setgid", "setgroups", "setpgid",
        "setpriority", "setsid", "setuid", "setxattr", "statvfs", "sync", "sysconf", "tcgetpgrp", "ttyname", "uname",
        "wait", "wait3", "wait4", "waitid", "WEXITSTATUS", "WIFEXITED", "WIFSIGNALED", "WNOHANG", "WTERMSIG", "writev",
    },
    "signal": {
        "alarm", "getitimer", "ITIMER_REAL", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "SIGALRM", "SIGBUS",
        "SIGCHLD", "SIGCONT", "SIGHUP", "siginterrupt", "SIGKILL", "sigpending", "SIGPIPE", "SIGQUIT", "SIGSTOP",
        "SIGTSTP", "SIGUSR1", "SIGUSR2", "sigwait", "SIGWINCH", "SIGXCPU", "SIGXFSZ",
    },
    "socket": {"AF_UNIX", "socketpair", "SO_REUSEPORT"},
    "time": {"pthread_getcpuclockid", "tzset", "clock_settime"},
    "errno": {"EDQUOT"},  # not among those of every Windows build
}  # fmt: skip
# Of the same name everywhere, but of another meaning: on Windows os.kill(pid, 0) ends the process.
TREACHEROUS = {"os": {"kill"}, "Path": {"owner", "group"}}
WINDOWS_NAMES = {
    "os": {"startfile", "add_dll_directory", "O_BINARY"},
    "signal": {"CTRL_C_EVENT", "CTRL_BREAK_EVENT"},
}
STARTING = {"run", "Popen", "call", "check_call", "check_output"}
# Arguments of subprocess that Windows refuses or passes over.
ARGUMENTS = {
    "preexec_fn",
    "umask",
    "user",
    "group",
    "extra_groups",
    "process_group",
    "creationflags",
    "startupinfo",
}
MODES = {module: UNIX_NAMES.get(module, set()) | TREACHEROUS.get(module, set()) | WINDOWS_NAMES.get(module, set())
         for module in {*UNIX_NAMES, *TREACHEROUS, *WINDOWS_NAMES}}  # fmt: skip


def one_system_only(text):
    """Return the calls in a module that not every system has, but for those that are asked for first."""
    found = []
    _walk(ast.parse(text), [], found)
    return found


def _walk(node, guards, found):
    own = list(guards)
    if isinstance(node, (ast.If, ast.IfExp)):
        _walk(node.test, own, found)
        asked = own + _asked(node.test)
        bodies = node.body if isinstance(node.body, list) else [node.body]
        others = node.orelse if isinstance(node.orelse, list) else [node.orelse]
        for each in bodies:
            _walk(each, asked, found)
        for each in others:
            _walk(each, asked, found)  # 'if not hasattr(…): … else: …'
        return
    told = _told(node)
    if told and not any(told.startswith(guard) for guard in own):
        found.append(told)
    for each in ast.iter_child_nodes(node):
        _walk(each, own, found)


def _asked(test):
    """Return what a condition asks for: 'os.killpg' of hasattr(os, "killpg"), all of a system."""
    asked = []
    for node in ast.walk(test):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "hasattr"
        ):
            owner, name = node.args
            if not isinstance(name, ast.Constant):
                continue
            asked.append(f"{ast.unparse(owner)}.{name.value}")
            if asked[-1] == "os.killpg":
                asked.append("signal.SIGKILL")  # it is there wherever groups can be ended
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.platform", "os.name"):
            asked.append("")
    return asked


def _told(node):
    is_of_name = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    if is_of_name and node.attr in MODES.get(node.value.id, ()):
        return f"{node.value.id}.{node.attr}"
    if isinstance(node, ast.Import):
        return next((each.name for each in node.names if _is_of_one(each.name)), "")
    if isinstance(node, ast.ImportFrom) and node.module:
        names = MODES.get(node.module, set())
        wrong = [f"{node.module}.{each.name}" for each in node.names if each.name in names]
        return node.module if _is_of_one(node.module) else next(iter(wrong), "")
    if isinstance(node, ast.Call) and _called(node) in STARTING:
        return next((each.arg for each in node.keywords if each.arg in ARGUMENTS), "")
    return ""


def _called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_of_one(module):
    return module.partition(".")[0] in UNIX_MODULES | WINDOWS_MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_no_call_is_of_one_system_only(path):
    assert one_system_only(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import os\nos.fork()", ["os.fork"]),
        ("import fcntl", ["fcntl"]),
        ("from signal import SIGKILL", ["signal.SIGKILL"]),
        ("import os\nos.kill(pid, 0)", ["os.kill"]),
        ("subprocess.run(x, preexec_fn=f)", ["preexec_fn"]),
        ("import os\nif hasattr(os, 'fork'):\n    os.fork()", []),
        ("import os\nif hasattr(os, 'fork'):\n    os.setsid()", ["os.setsid"]),
        ("import os\nx = os.geteuid() if hasattr(os, 'geteuid') else 0", []),
        ("import os, signal\nif hasattr(os, 'killpg'):\n    os.killpg(1, signal.SIGKILL)", []),
        ("import sys\nif sys.platform != 'win32':\n    import resource", []),
        ("import signal\nsignal.signal(signal.SIGINT, f)", []),
    ],
)
def test_such_calls_are_found(text, found):
    assert one_system_only(text) == found


@pytest.mark.slow
def test_text_files_are_read_and_written_in_one_encoding():
    """Without being told, Python takes that of the system: cp1252 on most editors' Windows."""
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _reads_text(node) and not _names_encoding(node):
                found.append(f"{path.relative_to(TOP)}:{node.lineno}: {ast.unparse(node)}")

    assert found == []


def _reads_text(node):
    name = _called(node)
    if name in ("read_text", "write_text"):
        return True
    if name in STARTING:
        return any(each.arg in ("text", "universal_newlines") for each in node.keywords)
    if name != "open" or not (node.args or isinstance(node.func, ast.Attribute)):
        return False
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    modes = [each.value for each in node.args if isinstance(each, ast.Constant)]
    is_of_a_file = owner not in ("Image", "pikepdf", "archive", "self._archive", "zipfile", "os")
    return is_of_a_file and not any("b" in str(mode) for mode in modes)


def _names_encoding(node):
    return any(each.arg == "encoding" for each in node.keywords)
