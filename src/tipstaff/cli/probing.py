"""One signal asked of one text or event, for a person who wants to see what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Final

import msgspec

from tipstaff.cel import CelError
from tipstaff.settings import Settings
from tipstaff.signals import Catalogue, Finding, Reader, catalogue
from tipstaff.signals.detectors.files import check_rules
from tipstaff.signals.scanners import Scanners, read_rules
from tipstaff.signals.shipped import DATA
from tipstaff.signals.surroundings import NoSurroundings
from tipstaff.vocab.errors import Malformed
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

_WIDEST = 60
# What a type of event cannot do without, when all that is given is a text.
_FRAMES: Final[dict[str, dict[str, Any]]] = {
    "message.send": {"channel": "sms", "from": "EXAMPLE", "to": "+33600000000", "purpose": "marketing"},
    "email.send": {
        "from": {"address": "sender@example.org"},
        "to": ["recipient@example.org"],
        "purpose": "marketing",
        "subject": "",
    },
}


@dataclass(frozen=True, slots=True)
class Probe:
    """What a signal said: its value or why it cannot be known, what that rests on, and the text it looked at."""

    name: str
    value: object
    failure: str
    findings: Sequence[Finding]
    text: str

    @property
    def shown(self) -> str:
        """The value, or the failure, on one line."""
        if self.failure:
            return f"cannot be known: {self.failure}"
        return json.dumps(msgspec.to_builtins(self.value, enc_hook=str), ensure_ascii=False)

    def quote(self, finding: Finding) -> str:
        """The words of the text that a finding points at, shortened."""
        if finding.start < 0:
            return ""
        words = self.text[finding.start : finding.end]
        return repr(words if len(words) <= _WIDEST else words[: _WIDEST - 1] + "…")

    def as_data(self) -> dict[str, Any]:
        """Everything, for a program."""
        return {
            "signal": self.name,
            "value": None if self.failure else msgspec.to_builtins(self.value, enc_hook=str),
            "failure": self.failure or None,
            "findings": [{"what": f.what, "start": f.start, "end": f.end} for f in self.findings],
        }


class _Scanned(NoSurroundings):
    """An installation of which only the scanners of files are known: a probe opens no database."""

    def __init__(self, scanners: Scanners) -> None:
        self._scanners = scanners

    def scanners(self) -> Scanners:
        """The rules and the daemon of the settings."""
        return self._scanners


def probe(name: str, given: str, kind: str, settings: Settings, arguments: Sequence[str] = ()) -> Probe:
    """Ask a signal of a text, or of an event in JSON, with the operator's scanners of files.

    Raises:
        Malformed: there is no such signal, or no event can be made of what was given.
        Invalid: YARA rules of the settings have faults.
    """
    known = catalogue()
    _check(name, known, arguments)
    reader = Reader(_event(given, kind), known, _Scanned(_scanners(settings)))
    value = _call(reader, name, arguments) if name in known.functions else reader.known(name)
    failure = f"{value.code}: {value.message}" if isinstance(value, CelError) else ""
    findings: Sequence[Finding] = ()
    explain = known.signals[name].explain if name in known.signals else None
    if explain is not None and not failure:
        findings = explain(reader)
    return Probe(name, value, failure, findings, _text(reader) if findings else "")


def _scanners(settings: Settings) -> Scanners:
    """What the settings add to the scanning of files; rules are compiled at once, as an engine does."""
    rules = read_rules(settings.yara_rules)
    if rules:
        check_rules(rules)
    return Scanners(rules, settings.clamd)


@lru_cache(maxsize=1)
def _measured() -> dict[str, list[dict[str, Any]]]:
    path = DATA / "figures.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def figures(name: str) -> list[dict[str, Any]]:
    """What `make evaluate` measured of a signal, a set each."""
    return _measured().get(name, [])


def _check(name: str, known: Catalogue, arguments: Sequence[str]) -> None:
    names = [*known.signals, *known.functions]
    if name not in names:
        near = get_close_matches(name, names, n=1)
        raise Malformed(f"there is no signal `{name}`" + (f"; did you mean `{near[0]}`?" if near else ""))
    wanted = len(known.functions[name].params) if name in known.functions else 0
    if len(arguments) != wanted:
        raise Malformed(f"`{name}` takes {wanted} argument{'s' * (wanted != 1)} (`--arg VALUE` for each)")


def _event(given: str, kind: str) -> Event:
    """An event from JSON, or one of that type that says the text."""
    now = datetime.now(UTC)
    envelope = {"specversion": "1.0", "id": "probe", "source": "tipstaff signals run", "type": kind, "account": "probe"}
    told: dict[str, Any] = {**_FRAMES.get(kind, {}), "text": given.rstrip("\n")}
    if given.lstrip().startswith("{"):
        try:
            told = json.loads(given)
        except ValueError as fault:
            raise Malformed(f"not JSON: {fault}; a text must not begin with a brace") from None
    event = {**envelope, "time": now.isoformat(), **(told if "data" in told else {"data": told})}
    return Decoder(STANDARD).decode(json.dumps(event).encode(), now)


def _call(reader: Reader, name: str, arguments: Sequence[str]) -> object:
    params = reader.catalogue.functions[name].params
    values = tuple(_argument(value, str(of)) for value, of in zip(arguments, params, strict=True))
    try:
        return reader.call(name, values)
    except CelError as failure:
        return failure


def _argument(value: str, of: str) -> object:
    """A text, or JSON where the parameter is none."""
    if of in ("string", "dyn"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Malformed(f"`{value}` is no {of}; write it as JSON") from None


def _text(reader: Reader) -> str:
    try:
        return reader.text.raw
    except CelError:
        return ""
