"""Expectations on the state of one entry of the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from tipstaff.enforce.strikes import points_of
from tipstaff.ledgers.records.consents import CONSENTS, Consent
from tipstaff.ledgers.records.licences import LICENCES, METERS
from tipstaff.ledgers.records.numbers import NUMBERS
from tipstaff.ledgers.records.suppressions import SUPPRESSIONS, Suppression
from tipstaff.scenarios.play.checks.likeness import alike, plain
from tipstaff.scenarios.play.results import Mismatch
from tipstaff.scenarios.play.scene import Scene
from tipstaff.vocab.errors import NotThereYet

Row = dict[str, Any]


def account(row: Row, scene: Scene) -> Mismatch | None:
    """Standing of the account and of its channels, and the points of its strikes that count."""
    if "bound_version" in row:
        raise NotThereYet("account.bound_version")
    found = scene.ledgers.account(row["id"])
    came: Row = {"id": found.id}
    if "standing" in row:
        came["standing"] = found.standing
    if "strikes" in row:
        came["strikes"] = points_of(scene.ledgers, found.id, scene.now)
    if "channel" in row:
        came["channel"] = {name: found.channels.get(name, "good") for name in row["channel"]}
    return None if alike(row, came) else Mismatch("account", row, came)


def suppressed(row: Row, scene: Scene) -> Mismatch | None:
    """Whether somebody is suppressed (on a channel, for an account)."""
    found = [one for one in _suppressions(row, scene) if _reaches(one, row)]
    wanted = row.get("is", True)
    rest = {key: row[key] for key in row if key not in ("recipient", "channel", "account", "purpose", "is")}
    held = any(alike(rest, one) for one in found)
    return None if held is wanted else Mismatch("suppressed", row, {"is": held, "found": [_named(o) for o in found]})


def consent(row: Row, scene: Scene) -> Mismatch | None:
    """A consent with these fields is on file; `is` says whether one is in force."""
    names = ("channel", "purpose")
    found = [
        one for one in _consents(row, scene) if all(getattr(one, n) in (row.get(n), "any") for n in names if n in row)
    ]
    rest = {key: row[key] for key in row if key not in ("account", "recipient", "channel", "purpose", "is")}
    counted = [one for one in found if alike(rest, one)]
    if "is" in row or not rest:
        held = any(one.in_force(scene.now) for one in counted)
        ok = held is row.get("is", True)
    else:
        ok = bool(counted)
    return None if ok else Mismatch("consent", row, [_named(one) for one in found])


def number(row: Row, scene: Scene) -> Mismatch | None:
    """The state of a number."""
    return _compared("number", row, scene.ledgers.get(NUMBERS, row["number"]))


def licence(row: Row, scene: Scene) -> Mismatch | None:
    """The fields of a licence."""
    return _compared("licence", row, scene.ledgers.get(LICENCES, row["id"]))


def meter(row: Row, scene: Scene) -> Mismatch | None:
    """The fields of a meter; `used` is of the current period."""
    found = scene.ledgers.get(METERS, row["account"], row["meter"])
    if found is None:
        return _compared("meter", row, None)
    came = {**plain(found), "used": found.used_by(scene.now)}
    return None if alike(_wanted(row), came) else Mismatch("meter", row, came)


def _compared(key: str, row: Row, found: Struct | None) -> Mismatch | None:
    if found is None:
        return None if row.get("is") is False else Mismatch(key, row, None)
    ok = row.get("is", True) and alike(_wanted(row), found)
    return None if ok else Mismatch(key, row, _named(found))


def _wanted(row: Row) -> Row:
    return {key: value for key, value in row.items() if key != "is"}


def _suppressions(row: Row, scene: Scene) -> Iterable[Suppression]:
    token = scene.ledgers.party(row["recipient"])
    for name in (row["account"], "") if "account" in row else (*sorted(scene.accounts), ""):
        for one in scene.ledgers.group(SUPPRESSIONS, name, token):
            if one.holds(scene.now):
                yield one


def _consents(row: Row, scene: Scene) -> Iterable[Consent]:
    token = scene.ledgers.party(row["recipient"])
    for name in (row["account"],) if "account" in row else sorted(scene.accounts):
        yield from scene.ledgers.group(CONSENTS, name, token)


def _reaches(one: Suppression, row: Row) -> bool:
    here = "channel" not in row or not one.channel or one.channel == row["channel"]
    return here and ("purpose" not in row or one.purpose in ("", row["purpose"]))


def _named(record: Struct) -> Row:
    """What of a record helps a reader: the fields that are set, recipients masked."""
    fields = {key: value for key, value in plain(record).items() if value not in (None, "", [], {})}
    masked = fields.pop("masked", None)
    return {**fields, "recipient": masked} if masked else fields


CHECKS: Final[Mapping[str, Callable[[Row, Scene], Mismatch | None]]] = {
    "account": account,
    "suppressed": suppressed,
    "consent": consent,
    "number": number,
    "licence": licence,
    "meter": meter,
}
