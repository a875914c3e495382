"""`tipstaff decide`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tipstaff.app.engine import Engine
from tipstaff.cli.installation import open_engine
from tipstaff.cli.intake import Item, looks_like_csv, read_csv, read_ndjson
from tipstaff.cli.options import packs_option, policy_option, settings_with
from tipstaff.cli.outlet import Lines, Sheet
from tipstaff.cli.program import NOT_IN_ORDER, one_line
from tipstaff.vocab.counting import counted
from tipstaff.vocab.errors import Conflict, TipstaffError
from tipstaff.vocab.verdict import Verdict

_LONG = 200
"""Lines after which a bar is worth its flicker."""
_NUMBERED = "; a line without an id goes by its number: give it an `id`, or the file another name"
"""What to do when a line clashes with one of another file of that name, recorded before."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@policy_option
@packs_option
@click.option("--database", metavar="FILE", help="Record the decisions there. Default: in memory only.")
@click.option("--ask", is_flag=True, help="Only ask: nothing is recorded, and no event counts for the next one.")
@click.option("--format", "form", type=click.Choice(["auto", "ndjson", "csv"]), default="auto", show_default=True,
              help="`auto` looks at the first line.")  # fmt: skip
@click.option("--output", type=click.Choice(["auto", "ndjson", "table"]), default="auto", show_default=True,
              help="`auto` draws a table for a terminal and writes NDJSON otherwise.")  # fmt: skip
@click.option("--type", "type_", metavar="TYPE", help="The event type of lines that name none.")
@click.option("--account", metavar="ID", help="The account of lines that name none.")
def command(file: str, **options: Any) -> None:
    """Decide on events from FILE or standard input, one a line.

    NDJSON: CloudEvents objects; specversion, id (then the line's number), source and time may be left out. CSV: columns
    id, type, account, time and source; every other column is a field of the data (`to`, `data.to`, `client.address`).

    Lines that are no event are reported with their number, the rest goes on, and the exit code is 1.
    """
    settings = settings_with(policies=options["policies"], folders=options["folders"])
    defaults = {key: value for key, value in (("type", options["type_"]), ("account", options["account"])) if value}
    sink = _sink(options["output"])
    with open_engine(settings, database=options["database"]) as engine, _open(file) as source:
        run = Run(engine, options["ask"], {"specversion": "1.0", "source": f"file:{Path(file).name}"})
        with _bar() as step:
            for item in _items(source, options["form"], engine, defaults):
                decision = run.take(item)
                if decision is not None:
                    sink.add(decision)
                step()
    sink.close()
    click.echo(run.tally, err=True)
    sys.exit(NOT_IN_ORDER if run.bad else 0)


@dataclass
class Run:
    """Decides on one item after the other and counts."""

    engine: Engine
    ask: bool
    envelope: dict[str, str]
    bad: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))

    def take(self, item: Item) -> Any:
        """The decision on one item; None for a bad line, which is said."""
        if item.event is None:
            return self._refuse(item.line, item.problem)
        try:
            raw = json.dumps({**self.envelope, "id": f"line-{item.line}", **item.event}, ensure_ascii=False).encode()
            decision = self.engine.ask(raw) if self.ask else self.engine.decide(raw)
        except Conflict as error:
            return self._refuse(item.line, one_line(error) + ("" if "id" in item.event else _NUMBERED))
        except TipstaffError as error:
            return self._refuse(item.line, one_line(error))
        self.verdicts[decision.verdict] += 1
        return decision

    @property
    def tally(self) -> str:
        """The closing line."""
        counts = ", ".join(f"{count} {verdict.value}" for verdict, count in self.verdicts.items())
        return f"{sum(self.verdicts.values())} decided: {counts}; {counted(self.bad, 'bad line')}"

    def _refuse(self, line: int, problem: str) -> None:
        self.bad += 1
        click.echo(f"line {line}: {_printable(problem)}", err=True)


def _open(file: str) -> TextIO:
    """The file, or standard input for `-`. Bytes that are no UTF-8 come through as lone surrogates, to be named."""
    raw = sys.stdin.buffer if file == "-" else open(file, "rb")  # noqa: SIM115  the text around it closes it
    return io.TextIOWrapper(raw, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _items(file: TextIO, form: str, engine: Engine, defaults: dict[str, str]) -> Iterator[Item]:
    lines = iter(file)
    first = next(lines, None)
    if first is None:
        return iter(())
    whole: Any = chain([first], lines)
    if form == "csv" or (form == "auto" and looks_like_csv(first)):
        return read_csv(whole, engine.bundle.vocabulary, defaults)
    return read_ndjson(whole, defaults)


def _sink(output: str) -> Lines | Sheet:
    table = output == "table" or (output == "auto" and sys.stdout.isatty())
    return Sheet(Console(width=None if sys.stdout.isatty() else 160)) if table else Lines(sys.stdout)


def _bar() -> Any:
    return _Bar() if sys.stderr.isatty() else nullcontext(lambda: None)


class _Bar:
    """A bar on standard error that appears once the input is long."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.completed} decided"), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._seen = 0

    def __enter__(self) -> Any:
        self._task = self._progress.add_task("decide", total=None)
        return self._step

    def _step(self) -> None:
        self._seen += 1
        if self._seen == _LONG:
            self._progress.start()
        if self._seen % 100 == 0:
            self._progress.update(self._task, completed=self._seen)

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def _printable(text: str) -> str:
    """Bytes that were no UTF-8 shown as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
