"""`tipstaff explain`."""

from __future__ import annotations

import json
from typing import Any

import click
import msgspec

from tipstaff.app.retelling import Retelling
from tipstaff.cli.installation import open_existing
from tipstaff.cli.options import database_option, settings_with
from tipstaff.vocab.decision import Decision


@click.command()
@click.argument("decision")
@database_option
@click.option(
    "--language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Of clauses and findings."
)
@click.option(
    "--rule",
    "rule",
    default="",
    metavar="NAME",
    help="Say why a rule matched or not: a clause, a control, CONTROL/RULE.",
)
@click.option("--json", "as_json", is_flag=True, help="Give everything as data.")
def command(decision: str, database: str | None, language: str, rule: str, as_json: bool) -> None:
    """Say why a recorded decision came out as it did.

    DECISION is its id, as the answer and the console show it. With --rule it says why a rule did not match: the
    parts of its condition that were false, with the values that they looked at.
    """
    with open_existing(settings_with(database=database)) as engine:
        told = engine.explain(decision, rule)
        row = engine.reader.decision(decision)
        if row is not None and not as_json:
            said = Retelling(engine.house)(row, msgspec.json.decode(row.decision, type=Decision), language)
            told["reasons"] = [{**one, "explain": words} for one, words in zip(told["reasons"], said, strict=True)]
    lines = _rules(told["rules"]) if rule else _lines(told, language)
    click.echo(json.dumps(told, indent=2, ensure_ascii=False) if as_json else "\n".join(lines))


def _rules(rules: list[dict[str, Any]]) -> list[str]:
    """Each rule: what became of it, the parts that decided, and what is known of them only as of now."""
    lines: list[str] = []
    for rule in rules:
        lines += ["", f"{rule['control']}/{rule['rule']} of {rule['clause']}: {rule['outcome']}"]
        if "looks_at" in rule:
            lines += [f"  it looks at {', '.join(rule['looks_at'])}, and this is {rule['event']}"]
            continue
        lines += [f"  {part['part']}: {json.dumps(part['value'], ensure_ascii=False)}" for part in rule["parts"]]
        if rule["as_of_now"]:
            lines += [f"  not in the record, as of now: {', '.join(rule['as_of_now'])}"]
    return lines[1:]


def _lines(told: dict[str, Any], language: str) -> list[str]:
    """The decision in words: what was asked, what was decided, each reason with clause, condition and evidence."""
    decision, event = told["decision"], told["event"] or {}
    lines = [
        f"{decision['verdict'].upper()} {_until(decision)}{event.get('type', 'an erased event')} "
        f"of {decision['account']} (event {decision['event']}), {decision['at']}",
        f"bundle {decision['bundle']}" + ("" if told["bundle_in_force"] else " (another one is in force now)"),
    ]
    for reason in told["reasons"]:
        lines += ["", *_reason(reason, language)]
    for error in told["errors"]:
        lines += ["", f"error in {error['clause']}, {error['control']}/{error['rule']}: {error['message']}"]
        lines += [f"  the rule fell back to {error['fallback']}"]
    for lift in decision["authorizations"]:
        lines += ["", f"lifted by authorization {lift['id']} ({lift['use']}): {lift['clause']}, rule {lift['rule']}"]
    for obligation in decision["obligations"]:
        lines += ["", f"obligation {obligation['kind']} by {obligation['clause']}"]
    if told["shadow"]:
        lines += ["", "in shadow (recorded, no effect): " + ", ".join(reason["clause"] for reason in told["shadow"])]
    return lines


def _until(decision: dict[str, Any]) -> str:
    return f"until {decision['until']} " if decision["until"] else ""


def _reason(reason: dict[str, Any], language: str) -> list[str]:
    words = reason["clause_text"].get(language) or next(iter(reason["clause_text"].values()), "")
    lines = [
        f"{reason['verdict']} by {reason['clause']} ({reason['policy']} {reason['version']}, {reason['ref']})",
        f"  the clause: {words}",
        f"  the finding: {reason['explain']}",
        f"  the rule {reason['control']}/{reason['rule']} at {reason['where']}: {reason['condition']}",
    ]
    return lines + [f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in reason["evidence"].items()]
