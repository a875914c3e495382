"""What authors and operators write: conditions, packs, scenarios, tables, windows, times, settings."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from fuzz.targets.target import Target, text_of
from tipstaff.app.knowledge import gather
from tipstaff.cel import Environment, Function, compile_condition
from tipstaff.cel.failure import CelError
from tipstaff.cel.functions.instants import parse_duration as cel_duration
from tipstaff.cel.functions.instants import parse_timestamp
from tipstaff.cel.types import DYN, STRING, list_of, map_of
from tipstaff.policy.load import load
from tipstaff.scenarios.file.reading import read_scenarios
from tipstaff.scenarios.running import KNOWN
from tipstaff.settings.reading import read_settings
from tipstaff.signals import catalogue
from tipstaff.signals.shipped import table_of
from tipstaff.signals.windows.declaring.checking import read_window
from tipstaff.vocab.diagnostics import Place
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.times.durations import add, parse_duration, parse_offset
from tipstaff.vocab.times.hours import parse_hours

_PACKS = Path(__file__).parents[2] / "src" / "tipstaff" / "packs"
_NOW = datetime(2026, 11, 18, 14, tzinfo=UTC)
_KNOWLEDGE = gather(STANDARD, catalogue(), read_window)
_WORLD = Environment(
    variables={"event": map_of(STRING, DYN), "params.words": list_of(STRING)},
    functions=[Function("held", (STRING, STRING), STRING, cost=3)],
)
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzzed-pack-"))
_POLICY = """\
policy: fuzzed
title: {en: A, fr: A}
operator: {en: A, fr: A}
languages: [en, fr]
source: own
precedence: 10
versions: [{version: "2026-01-01", from: 2026-01-01, changes: {en: A, fr: A}}]
"""


def _condition(data: bytes) -> object:
    """Check, fold and weigh; what is found must have a place that can be shown."""
    _, found = compile_condition(text_of(data), _WORLD, constants={"params.words": ["a", "b"]})
    return [str(one) for one in found]


def _pack(data: bytes) -> object:
    """The bytes are the clauses of one policy and a file of controls; a zero byte parts them."""
    clauses, _, controls = data.partition(b"\0")
    pack, library = _FOLDER / "fuzzed", _FOLDER / "controls"
    pack.mkdir(exist_ok=True)
    library.mkdir(exist_ok=True)
    (pack / "policy.yaml").write_text(_POLICY)
    (pack / "clauses.yaml").write_bytes(clauses)
    (library / "c.yaml").write_bytes(controls)
    return [str(one) for one in load([_FOLDER], _KNOWLEDGE).diagnostics]


def _scenario(data: bytes) -> object:
    _, found = read_scenarios(text_of(data), "fuzzed.yaml", KNOWN)
    return [str(one) for one in found]


def _table(data: bytes) -> object:
    return table_of(text_of(data), "fuzzed.yaml")


def _window(data: bytes) -> object:
    _, found = read_window(text_of(data), Place("fuzzed.yaml"), STANDARD)
    return [str(one) for one in found]


def _moments(data: bytes) -> None:
    """Lengths of time, moments and opening hours, each from the same text."""
    text = text_of(data)
    parts = (text + "|||").split("|")
    readings: tuple[Callable[[], object], ...] = (
        lambda: add(_NOW, parse_duration(text)),
        lambda: add(_NOW, parse_offset(text), calendar="FR"),
        lambda: parse_timestamp(text),
        lambda: cel_duration(text),
        lambda: parse_hours(*parts[:3], zone=parts[3] or "Europe/Paris"),
    )
    for reading in readings:
        # A refusal of one must not keep the others from the same text.
        with suppress(*_REFUSALS):
            reading()


def _settings(data: bytes) -> object:
    """The bytes are the file, and the first line's words the environment."""
    file = _FOLDER / "tipstaff.toml"
    file.write_bytes(data)
    words = text_of(data.split(b"\n")[0]).replace("\0", "").split("=")
    return read_settings(file, {f"TIPSTAFF_{words[0].strip().upper()}": words[-1]})


_REFUSALS = (*Target(len).refusals, CelError)
_CONDITIONS = (
    b"event.channel == 'sms' && event.purpose in params.words",
    b"has(event.a.b) ? event.a.b.exists(x, x.matches('a+b')) : held('a', \"b\") == r'\\d'",
    b"timestamp('2026-01-01T00:00:00Z') - duration('1h') < event.at && size([1, 2u, 3.0, {'a': null}]) > 1",
    b"event.text.lowerAscii().split(',').map(x, x.trim()).filter(x, x != '').size() % 2 == 1",
)
_WINDOWS = (
    b"count of message.send by account over 1h",
    b"distinct to of message.send by account, channel over 1d every 1h where purpose == 'marketing'",
    b"ratio of call.end where outcome != 'answered' to call.end by account over 7d min 50 enter 0.3 leave 0.2",
)
_TIMES = (b"1d2h", b"15bd:FR", b"-5m", b"2026-02-29T10:00:00Z", b"1.5s", b"mon-fri|09:00|18:00|Europe/Paris")


def _files(*globs: str, most: int = 12) -> list[bytes]:
    """Shipped files that are short enough to begin with."""
    found = sorted(path for pattern in globs for path in _PACKS.glob(pattern))
    return [data for path in found if len(data := path.read_bytes()) < 6000][:most]


TARGETS = {
    "condition": Target(_condition, _CONDITIONS),
    "pack": Target(_pack, [b"clauses: []\0" + one for one in _files("controls/*.yaml")], longest=8192),
    "scenario": Target(_scenario, _files("*/scenarios/*.yaml"), longest=8192),
    "table": Target(_table, _files("tables/*.yaml"), longest=8192),
    "window": Target(_window, _WINDOWS),
    "moments": Target(_moments, _TIMES, longest=64),
    "settings": Target(_settings, [b"port = 1\ndatabase = 'a'\n", b"policies=a,b\n"]),
}
