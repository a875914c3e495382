"""`tipstaff trial`."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from msgspec.structs import replace

from tipstaff.api.demo.sample import samples
from tipstaff.cli.installation import open_engine
from tipstaff.cli.options import packs_option, policy_option, settings_with
from tipstaff.cli.trying import STOPPED, Labelled, Tally, attempt
from tipstaff.vocab.errors import Fault, Invalid

_SPAM: Final = {"spam", "1", "true", "yes"}
_HONEST: Final = {"honest", "ham", "0", "false", "no"}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@policy_option
@packs_option
@click.option("--content-only", is_flag=True, help="Take every message for a service message: no consent is looked up.")
@click.option("--wrong", is_flag=True, help="Show every message that was judged against its label.")
@click.option("--json", "as_json", is_flag=True, help="Give the figures as data.")
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    file: Path | None,
    policies: tuple[str, ...],
    folders: tuple[Path, ...],
    content_only: bool,
    wrong: bool,
    as_json: bool,
) -> None:
    """Run labelled messages through a policy and count what was stopped.

    FILE is a CSV (or .csv.gz) with the columns `text` and `label` (spam or honest, 1 or 0), and if you like `purpose`.
    Without it the two hundred shipped sample messages are used. Senders are registered; honest marketing goes to people
    who agreed, spam to people who did not. Without a purpose a message is a service message, and only what it says can
    stop it. Nothing is recorded.
    """
    settings = settings_with(policies=policies or ("messagebird",), folders=folders)
    messages = _read(file) if file else _shipped()
    tally = Tally()
    with open_engine(settings) as engine:
        told = (replace(one, purpose="service") for one in messages) if content_only else messages
        for one, decision in attempt(engine, told):
            tally.add(one.spam, decision)
            if wrong and (decision.verdict in STOPPED) is not one.spam:
                click.echo(f"{'missed' if one.spam else 'stopped'}: {one.text}", err=True)
    click.echo(json.dumps(tally.as_data(), indent=2) if as_json else "\n".join(lines(tally)))


def lines(tally: Tally) -> Iterator[str]:
    """The figures for a person."""
    data = tally.as_data()
    for label in ("spam", "honest"):
        denied, held, total = (data[label + part] for part in ("_denied", "_held", ""))
        share = f"{(denied + held) / total:.1%}" if total else "none"
        yield f"{label:7} {total:>6} messages: {denied} denied, {held} held, {share} stopped"
    yield f"precision {data['precision']:.3f}, recall {data['recall']:.3f}"
    for clause, stopped in data["stopped_by"].items():
        yield f"  {clause:36} stopped {stopped['spam']} spam, {stopped['honest']} honest"


def _shipped() -> Iterator[Labelled]:
    for sample in samples():
        yield Labelled(sample.text, sample.label == "spam", sample.purpose)


def _read(path: Path) -> Iterator[Labelled]:
    csv.field_size_limit(sys.maxsize)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"text", "label"} - set(rows.fieldnames or ())
        if missing:
            fault = Fault(str(path), "the columns `text` and `label`", f"{', '.join(rows.fieldnames or ())}")
            raise Invalid(f"`{path}` has no column {' and '.join(sorted(missing))}", faults=[fault])
        for row in rows:
            yield _labelled(row, path, rows.line_num)


def _labelled(row: dict[str, str], path: Path, line: int) -> Labelled:
    label = (row["label"] or "").lower()
    if label not in _SPAM | _HONEST:
        raise Invalid(
            "a label is neither spam nor honest", faults=[Fault(f"{path}:{line}", "spam or honest", f"`{label}`")]
        )
    return Labelled(row["text"] or "", label in _SPAM, row.get("purpose") or "service")
