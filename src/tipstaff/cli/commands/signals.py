"""`tipstaff signals` and `tipstaff signals run NAME`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

import click

from tipstaff.cel.types import Type
from tipstaff.cli.options import settings_with
from tipstaff.cli.paragraphs import paragraph
from tipstaff.cli.probing import Probe, figures, probe
from tipstaff.ledgers.functions import FUNCTIONS
from tipstaff.signals import Catalogue, catalogue
from tipstaff.signals.signal import Signal, SignalFunction
from tipstaff.vocab.errors import NotFound


class _Named(click.Group):
    """Commands, and the names of signals beside them: `tipstaff signals text.spam` shows that one whole."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and "." in args[0]:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_Named, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Give the list as data.")
@click.option("--ledgers", is_flag=True, help="Also list what conditions may ask of the ledgers.")
@click.pass_context
def command(context: click.Context, as_json: bool, ledgers: bool) -> None:
    """List what can be known of an event, or try one signal.

    Without a command: every signal with its type, what it costs, its version, its languages, and the figure it reached
    where it was measured (docs/evaluation.md has them all). The name of a signal in place of a command shows that one.
    """
    if context.invoked_subcommand is None:
        _show(as_json=as_json, ledgers=ledgers)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Give the list as data.")
@click.option("--ledgers", is_flag=True, help="Also list what conditions may ask of the ledgers.")
def listing(as_json: bool, ledgers: bool) -> None:
    """List every signal; the same as `tipstaff signals` alone."""
    _show(as_json=as_json, ledgers=ledgers)


@command.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Give it as data.")
def show(name: str, as_json: bool) -> None:
    """Show one signal, with every figure measured; `tipstaff signals NAME` does the same."""
    rows = {row["name"]: row for row in [*_signals(catalogue()), *_ledgers()]}
    if name not in rows:
        near = ", ".join(f"`{one}`" for one in get_close_matches(name, rows))
        raise NotFound(f"there is no signal `{name}`{f'; did you mean {near}?' if near else ''}")
    if as_json:
        click.echo(json.dumps(rows[name], indent=2, ensure_ascii=False))
    else:
        _tell(rows[name], figures_at_most=None)


def _show(*, as_json: bool, ledgers: bool) -> None:
    rows = [*_signals(catalogue()), *(_ledgers() if ledgers else [])]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        _tell(row, figures_at_most=1)


def _tell(row: dict[str, Any], *, figures_at_most: int | None) -> None:
    click.echo(f"{row['signature']} -> {row['type']}{_aside(row)}")
    click.echo(paragraph(row["about"]))
    for figure in row.get("figures", [])[:figures_at_most]:
        click.echo(f"    {_figure(figure)}")


class _Source(click.File):
    """A file to read; who writes the text itself in its place is told how a text is given."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value != "-" and not Path(value).exists():
            said = f"there is no file `{value}`; a text itself is given with --text"
            self.fail(said, param, ctx)
        return super().convert(value, param, ctx)


@command.command("run")
@click.argument("name")
@click.argument("source", metavar="[FILE]", type=_Source("r", encoding="utf-8", errors="replace"), default="-")
@click.option("--text", help="The text itself, instead of a file.")
@click.option("--type", "kind", default="message.send", show_default=True, help="What kind of event says the text.")
@click.option("--arg", "arguments", multiple=True, help="An argument of a signal function; repeat it for more.")
@click.option("--json", "as_json", is_flag=True, help="Give the answer as data.")
def run(  # noqa: PLR0913 - one for each option
    *, name: str, source: TextIO, text: str | None, kind: str, arguments: Sequence[str], as_json: bool
) -> None:
    """Show what signal NAME says of a text or an event, and what that rests on.

    Reads FILE, standard input, or what --text says. Input that begins with `{` is an event in JSON (envelope or bare
    data); anything else is the text of one event of the type given.
    """
    found = probe(name, source.read() if text is None else text, kind, settings_with(), arguments)
    if as_json:
        click.echo(json.dumps(found.as_data(), indent=2, ensure_ascii=False))
        return
    click.echo(f"{name} = {found.shown}")
    for line in _explained(found):
        click.echo(f"    {line}")


def _explained(found: Probe) -> list[str]:
    """What the value rests on, each with its place in the text as written."""
    lines = []
    for finding in found.findings:
        quoted = found.quote(finding)
        place = f"  {finding.start}-{finding.end}" if finding.start >= 0 else ""
        lines.append(f"{finding.what}{place}{f'  {quoted}' if quoted and quoted not in finding.what else ''}")
    return lines or ["(no explanation: the value rests on no single part of the text)"]


def _signals(known: Catalogue) -> list[dict[str, Any]]:
    plain = [_row(one, one.name, one.type) for one in known.signals.values()]
    return plain + [_row(f, f"{f.name}({', '.join(map(str, f.params))})", f.result) for f in known.functions.values()]


def _row(one: Signal | SignalFunction, signature: str, of: Type) -> dict[str, Any]:
    return {
        "signature": signature,
        "name": one.name,
        "type": str(of),
        "cost_microseconds": one.cost,
        "version": one.version,
        "languages": list(one.languages),
        "about": one.about,
        "figures": figures(one.name),
    }


def _aside(row: dict[str, Any]) -> str:
    """Cost, version and languages, where the row has them."""
    if "version" not in row:
        return ""
    languages = row["languages"]
    spoken = ", ".join(languages) if len(languages) < 6 else f"{len(languages)} languages"
    return f"  (about {row['cost_microseconds']:g} µs, version {row['version']}{f', {spoken}' if spoken else ''})"


def _figure(figure: dict[str, Any]) -> str:
    shown = [f"{name} {figure[name]:.3f}" for name in ("f1", "auc", "macro_f1", "accuracy") if name in figure]
    if "flagged" in figure:
        shown.append(f"honest flagged {100 * figure['flagged']:.2f} %")
    return f"{figure['set']} ({figure['role']}): {', '.join(shown)}"


def _ledgers() -> list[dict[str, Any]]:
    return [
        {"signature": f.signature.rpartition(" -> ")[0], "name": f.name, "type": str(f.result), "about": f.about}
        for f in FUNCTIONS
    ]
