"""Typst in a process of its own.

`python -S engine.py PACKAGES FOLDER MAIN FONTS STANDARDS TIMESTAMP WHICH`: PACKAGES is the folder
in which Typst is installed. FOLDER holds the folders `root`, with the template MAIN and what it
imports, and `packages`, which is empty; FONTS is a folder of fonts, STANDARDS are those of PDF,
divided by commas; WHICH is "system" where the fonts of the system may be taken as well. The data
come on the standard input, the PDF goes out on the standard output.

A template could run for ever or eat the memory, and Typst keeps in memory what it has laid out; a
process that ends after each file costs a twentieth of a second and neither. Typst sees the files of
its job and the fonts, nothing else of the disk, and no network.

This file is run by its path, so it imports nothing of the publisher, and little else: what it
imports is a third of what it costs.
"""

import sys

sys.path.append(sys.argv[1])
import typst  # Python knows no packages before

FAILED = 3  # the exit code with which it tells what is wrong, as JSON on its standard error


def main(folder: str, template: str, *chosen: str) -> int:
    """Write the PDF of a template and the data of the standard input; return the exit code."""
    try:
        pdf = compiled(folder, template, *chosen)
    except RuntimeError as fault:
        import json  # noqa: PLC0415 - it takes as long to load as Python to start

        sys.stderr.write(json.dumps(told(fault)))
        return FAILED
    sys.stdout.buffer.write(pdf)
    return 0


def compiled(
    folder: str, template: str, fonts: str, standards: str, timestamp: str, which: str
) -> bytes:
    """Return the PDF that Typst makes. Raises TypstError, a RuntimeError."""
    packages = f"{folder}/packages"
    compiler = typst.Compiler(
        input=f"{folder}/root/{template}",
        root=f"{folder}/root",
        font_paths=typst.Fonts(
            include_system_fonts=which == "system",
            include_embedded_fonts=False,
            font_paths=[fonts],
        ),
        sys_inputs={"data": sys.stdin.buffer.read().decode()},
        package_path=packages,
        package_cache_path=packages,
    )
    wanted = standards.split(",") if standards else []
    pdf = compiler.compile(
        format="pdf",
        pdf_standards=wanted,  # type: ignore[arg-type]  # Typst tells what it does not know
        timestamp=int(timestamp),
    )
    assert isinstance(pdf, bytes)
    return pdf


def told(fault: RuntimeError) -> dict[str, object]:
    """Return what Typst says of a fault."""
    names = ("message", "diagnostic", "hints")
    return {name: getattr(fault, name, str(fault)) for name in names}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[2:]))
