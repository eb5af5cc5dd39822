"""Editors that run in a browser: their pages, made by esbuild, and a reviewer who types in them."""

import base64
import json
from pathlib import Path

from tests.browser import Browser
from tests.programs.saved_again import NODE, node_package, run

# Pictures and fonts of the editors are put into their pages, so that these are whole without a server.
_ASSETS = [f"--loader:.{ending}=dataurl" for ending in ("woff2", "svg", "png")]
_KEYS = {"Enter": 13, "Backspace": 8, "b": 66}
_CONTROL = 2


def page_of(editor: str, folder: Path) -> Path:
    """Make the page of an editor in a folder and return it."""
    esbuild = node_package("esbuild") / "bin/esbuild"
    source = NODE / f"{editor}_page.js"
    options = ["--bundle", "--format=iife", "--log-level=error", *_ASSETS]
    made = '--define:process.env.NODE_ENV="production"'
    run(esbuild, source, *options, made, f"--outfile={folder / editor}.js", folder=folder)
    page = folder / f"{editor}.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{editor}.css">'
        f'<div id="editor" style="width: 1200px; height: 800px"></div><script src="{editor}.js"></script>',
        encoding="utf-8",
    )
    return page


class Reviewer:
    """Somebody who opens a draft in an editor's page, types in it and saves it."""

    def __init__(self, browser: Browser, page: Path, draft: Path, *, is_recorded: bool) -> None:
        self._browser = browser
        browser.open(page)
        content = base64.b64encode(draft.read_bytes()).decode()
        opened = browser.run(f"window.opened({json.dumps(content)}, {json.dumps(is_recorded)})")
        assert opened == "ready"

    def types(self, work: dict[str, str]) -> None:
        """Do by keyboard what a line of the work says."""
        at, words, text = work["at"], work["words"], work["text"]
        match work["do"]:
            case "insert":
                self._puts_caret(at, words, is_behind=True)
                self._writes(f" {text}")
            case "replace":
                self._puts_caret(at, words)
                self._writes(text)
            case "delete":
                self._puts_caret(at, words)
                self._presses("Backspace")
            case "paragraph" | "item":
                self._puts_caret(at, "")
                self._presses("Enter", "\r")
                self._writes(text)
            case "bold":
                self._puts_caret(at, words)
                self._presses("b", held=_CONTROL)
            case other:
                raise ValueError(f"nobody types {other}")

    def runs(self, script: str) -> object:
        """Run a script in the page."""
        return self._browser.run(script)

    def saves(self, path: Path) -> None:
        """Save the draft."""
        path.write_bytes(base64.b64decode(self._browser.run("window.saved()")))

    def _puts_caret(self, at: str, words: str, *, is_behind: bool = False) -> None:
        places = ", ".join(map(json.dumps, (at, words, is_behind)))
        self._browser.run(f"window.selected({places})")

    def _writes(self, text: str) -> None:
        self._browser.call("Input.insertText", text=text)

    def _presses(self, key: str, text: str = "", held: int = 0) -> None:
        code = _KEYS[key]
        for kind in ("keyDown" if text else "rawKeyDown", "keyUp"):
            self._browser.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                text=text,
                windowsVirtualKeyCode=code,
                modifiers=held,
            )
