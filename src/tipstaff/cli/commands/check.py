"""`tipstaff check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tipstaff.app.bundles import SHIPPED
from tipstaff.cli.checking import examine
from tipstaff.cli.options import settings_with
from tipstaff.cli.program import NOT_IN_ORDER
from tipstaff.vocab.counting import counted
from tipstaff.vocab.diagnostics import Diagnostic, has_errors, in_order, render_all


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Give the findings as data.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def command(folders: tuple[Path, ...], as_json: bool, strict: bool) -> None:
    """Check packs: every mistake at once, with its place.

    FOLDERS are packs or hold packs; what is odd about the shipped ones is then left out, since it is not yours to
    mend. Finds what does not compile, and what is odd: a clause without a control or without scenarios on both sides, a
    control nobody uses, a missing translation, a rule that can never hold; and every mistake in scenario files.
    """
    own = [Path(folder) for folder in settings_with(folders=folders).packs]
    found = in_order(examine([SHIPPED, *own]))
    if own:
        found = [one for one in found if one.severity == "error" or not _shipped(one)]
    if as_json:
        click.echo(json.dumps([_data(one) for one in found], indent=2, ensure_ascii=False))
    else:
        if found:
            click.echo(render_all(found) + "\n")
        errors = sum(one.severity == "error" for one in found)
        click.echo(f"{counted(errors, 'error')}, {counted(len(found) - errors, 'warning')}")
    sys.exit(NOT_IN_ORDER if has_errors(found) or (strict and found) else 0)


def _shipped(found: Diagnostic) -> bool:
    return Path(found.place.file).resolve().is_relative_to(SHIPPED.resolve())


def _data(found: Diagnostic) -> dict[str, object]:
    place = found.place
    return {
        "code": found.code,
        "severity": found.severity,
        "message": found.message,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "hint": found.hint,
    }
