"""`tipstaff controls`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from tipstaff.app.bundles import SHIPPED
from tipstaff.app.knowledge import gather
from tipstaff.cli.options import packs_option, settings_with
from tipstaff.cli.paragraphs import paragraph
from tipstaff.policy import compile_bundle, load
from tipstaff.publish.library import ShownControl, ShownParam, library, matching
from tipstaff.signals import catalogue
from tipstaff.signals.windows import read_window
from tipstaff.vocab.errors import NotFound
from tipstaff.vocab.events import STANDARD

_LONG = 80


@click.command()
@click.argument("words", nargs=-1)
@packs_option
@click.option("--json", "as_json", is_flag=True, help="Give everything as data.")
def command(words: tuple[str, ...], folders: tuple[Path, ...], as_json: bool) -> None:
    """List the controls that clauses can use, or show one whole.

    Without WORDS: every control, what it does and which policies use it. With the name of one: its params with their
    defaults and where these come from, its rules and what they say. Other words search names and descriptions.
    """
    settings = settings_with(folders=folders)
    loaded = load([SHIPPED, *map(Path, settings.packs)], gather(STANDARD, catalogue(), read_window))
    compile_bundle(loaded)
    known = library(loaded)
    found = [one for one in known if (one.name,) == words] or matching(known, words)
    if not found:
        raise NotFound(f"no control has all of these words: {' '.join(words)}")
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False))
    elif len(found) == 1 and words:
        click.echo("\n".join(_whole(found[0])))
    else:
        click.echo("\n".join(line for one in found for line in _brief(one)))


def _brief(control: ShownControl) -> Iterator[str]:
    users = ", ".join(control.used_by) or "nobody"
    yield f"{control.name}  ({', '.join(control.on[:4])}{', …' if len(control.on) > 4 else ''}; used by {users})"
    yield paragraph(control.about)


def _whole(control: ShownControl) -> Iterator[str]:
    yield control.name
    yield paragraph(control.about)
    yield paragraph(f"looks at {', '.join(control.on)}")
    for policy, clauses in control.used_by.items():
        yield paragraph(f"used by {policy}: {', '.join(clauses)}", "    ", "      ")
    for title, lines in (("params", _params(control)), ("entries", _entries(control)), ("rules", _rules(control))):
        listed = list(lines)
        if listed:
            yield from ["", title, *listed]


def _params(control: ShownControl) -> Iterator[str]:
    for param in control.params:
        yield f"    {param.name}: {param.type}{_default(param, control)}"
        origin = f" ({param.source}; {param.confidence})" if param.source else ""
        if param.about or origin:
            yield paragraph(f"{param.about}{origin}".strip(), "        ")


def _default(param: ShownParam, control: ShownControl) -> str:
    if param.default is not None:
        return f" = {param.default[:_LONG]}{'…' if len(param.default) > _LONG else ''}"
    return ", given by the entry" if control.entries and param.name != control.each else ", required"


def _entries(control: ShownControl) -> Iterator[str]:
    """The values of `each`, with what they are called."""
    for entry in control.entries:
        says = "; ".join(entry.texts.values())
        yield paragraph(f"{entry.name}: {says} ({entry.confidence})", "    ", "        ")


def _rules(control: ShownControl) -> Iterator[str]:
    for rule in control.rules:
        narrower = f" on {', '.join(rule.on)}" if rule.on != control.on else ""
        yield paragraph(f"{rule.id}: {rule.verdict}{narrower}", "    ", "        ")
        yield from (paragraph(text, "        ") for text in rule.explain.values())
