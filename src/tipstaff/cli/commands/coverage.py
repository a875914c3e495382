"""`tipstaff coverage`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click
import msgspec

from tipstaff.app.bundles import SHIPPED
from tipstaff.app.house import load_bundles
from tipstaff.cli.installation import policy_names
from tipstaff.cli.options import packs_option, settings_with
from tipstaff.cli.paragraphs import paragraph
from tipstaff.policy.outline import shipped_outline
from tipstaff.publish.coverage import Ledger, Line, ledger, narrowed, report
from tipstaff.scenarios import claims, find_files
from tipstaff.vocab.counting import counted
from tipstaff.vocab.errors import NotFound

_NAMED = 6
"""Rules of one control that are named; of more, their number is enough."""


@click.command()
@click.argument("policies", nargs=-1)
@packs_option
@click.option("--clauses", is_flag=True, help="List every clause: what carries it, how it is proven, what is missing.")
@click.option("--missing", is_flag=True, help="List the clauses of which something is missing.")
@click.option("--json", "as_json", is_flag=True, help="Give the whole ledger as data.")
def command(
    *, policies: tuple[str, ...], folders: tuple[Path, ...], clauses: bool, missing: bool, as_json: bool
) -> None:
    """Show which clauses are carried, by what, and how they are proven.

    Of POLICIES, or of all there are: a line per policy and one per kind of control. A clause is whole when something
    carries it, scenarios show both a breach that is caught and an honest use that passes, and nothing of it is missing.
    Clauses that no pack holds yet count as missing. A scenario is counted here whether or not it passes: that is what
    `tipstaff test` says.
    """
    settings = settings_with(folders=folders)
    own = [Path(folder) for folder in settings.packs]
    bundle = load_bundles(policy_names(own), own).bundle
    found = ledger(bundle, claims(find_files([SHIPPED, *own])), shipped_outline())
    if policies:
        found = narrowed(found, _known(policies, found))
    if as_json:
        click.echo(json.dumps(_data(found), indent=2, ensure_ascii=False))
        return
    for line in found.lines:
        if clauses or (missing and line.missing):
            click.echo("\n".join(_clause(line)))
    click.echo("\n".join(report(found)))


def _known(policies: Sequence[str], among: Ledger) -> Sequence[str]:
    names = [total.name for total in among.policies]
    for name in policies:
        if name not in names:
            raise NotFound(f"there is no policy `{name}`; there are {', '.join(names)}")
    return policies


def _data(found: Ledger) -> object:
    return msgspec.to_builtins(found)


def _clause(line: Line) -> Iterator[str]:
    yield f"{line.clause} ({line.ref}, {line.kind}, {line.control}): {line.state}"
    if line.carried:
        yield paragraph(f"carried by {', '.join(_carriers(line.carried))}", rest="      ")
        yield f"    proven by {counted(line.breach, 'breach', 'breaches')} and {counted(line.honest, 'honest use')}"
    if line.missing:
        yield paragraph(f"missing: {line.missing}")


def _carriers(carried: Sequence[str]) -> Iterator[str]:
    """What carries a clause, the rules of one control together; of many, how many they are."""
    for control, some in groupby(carried, key=lambda name: name.partition("/")[0]):
        rules = [name.partition("/")[2] for name in some]
        if rules == [""]:
            yield control
        elif len(rules) > _NAMED:
            yield f"{control} ({len(rules)} rules)"
        else:
            yield f"{control}/{', '.join(rules)}" if len(rules) == 1 else f"{control} ({', '.join(rules)})"
