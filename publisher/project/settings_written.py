"""Settings changed in publisher.toml, with all its lines and remarks left as they are.

This is the edge: it knows paths.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from publisher.domain.diagnostics import Checked, PublisherError, must_fix
from publisher.project.files import BACKUP, free_name, read_file, write_file
from publisher.project.project import Project, open_project
from publisher.project.settings import SETTINGS_FILE


def change_settings(folder: Path, changes: Mapping[str, str], now: datetime) -> Checked[Project]:
    """Write settings, named as in messages (house.accent), and return the project with them; the
    old file is kept in the folder 'backup' of the workbooks.

    Raises PublisherError where one cannot be used, or the file cannot be read or written; then
    nothing was changed.
    """
    path = folder / SETTINGS_FILE
    old = read_file(path) if path.exists() else b""
    before = open_project(folder).value  # a file that cannot be read is told before it is changed
    content = _changed(old.decode("utf-8-sig"), changes).encode()
    if content == old:
        return Checked(before)
    if old:
        kept = before.workbooks_folder / BACKUP / f"publisher {now:%Y-%m-%d %H%M%S}.toml"
        write_file(free_name(kept), old)
    write_file(path, content)
    try:
        return _usable(folder)
    except PublisherError:
        if old:
            write_file(path, old)
        else:
            path.unlink()
        raise


def _usable(folder: Path) -> Checked[Project]:
    """Return the project as its settings are now. Raises PublisherError where one cannot be
    used.
    """
    opened = open_project(folder)
    if must_fix(opened.diagnostics):
        raise PublisherError(*opened.diagnostics)
    return opened


def _changed(text: str, changes: Mapping[str, str]) -> str:
    document = tomlkit.parse(text)
    for name, value in changes.items():
        table, _, key = name.rpartition(".")
        home = document
        if table:
            if not isinstance(document.get(table), Table):
                document[table] = tomlkit.table()
            home = document[table]
        if home.get(key, "") != value:
            home[key] = value
    return tomlkit.dumps(document)
