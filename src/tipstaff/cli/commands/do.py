"""`tipstaff do`."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
import msgspec

from tipstaff.app.recording.commands import COMMANDS, NAMES
from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.vocab.errors import Fault, Invalid


@click.command()
@click.argument("name", metavar="NOUN.VERB", required=False)
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option(
    "--json", "document", metavar="OBJECT", help="The arguments as one JSON object; `-` reads standard input."
)
@click.option("--as", "actor", default="", metavar="PERSON", help="Who gives it. Default: the operator's own system.")
@click.option("--list", "listing", is_flag=True, help="List all commands with their arguments.")
@database_option
def command(  # noqa: PLR0913, PLR0917 - one parameter per option
    name: str | None, arguments: tuple[str, ...], document: str | None, actor: str, listing: bool, database: str | None
) -> None:
    """Give a command, such as consent.grant or account.put.

    Values that are JSON are read as JSON (`count=3`, `scope='{"app": "shop"}'`), all others are texts.

    \b
    tipstaff do consent.grant account=acme recipient=+33612345678 channel=sms purpose=marketing
    """
    if listing or name is None:
        _list()
        return
    if name not in NAMES and name not in COMMANDS:
        fault = Fault("NOUN.VERB", "a command; see `tipstaff do --list`", f"`{name}`")
        raise Invalid("there is no such command", faults=[fault])
    args = {**_document(document), **dict(_pair(one) for one in arguments)}
    with open_existing(settings_with(database=database)) as engine:
        result = engine.command(name, args, actor=actor)
    click.echo(json.dumps(msgspec.to_builtins(result), indent=2, ensure_ascii=False))


def _list() -> None:
    for name in sorted({*NAMES, *COMMANDS}):
        known = COMMANDS.get(name)
        if known is None:
            click.echo(f"{name:28} not there yet ({NAMES[name]})")
            continue
        fields = msgspec.structs.fields(known.arguments)
        click.echo(f"{name:28} " + " ".join(f.encode_name if f.required else f"[{f.encode_name}]" for f in fields))


def _document(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        value = json.loads(sys.stdin.read() if text == "-" else text)
    except ValueError as error:
        raise Invalid("--json is not JSON", faults=[Fault("--json", "a JSON object", str(error))]) from None
    if not isinstance(value, dict):
        raise Invalid("--json is not an object", faults=[Fault("--json", "a JSON object", type(value).__name__)])
    return value


def _pair(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise Invalid("an argument has no value", faults=[Fault(key or text, "KEY=VALUE", f"`{text}`")])
    try:
        return key, json.loads(value)
    except ValueError:
        return key, value
