"""Settings from `tipstaff.toml` and from TIPSTAFF_* variables; the environment wins.

An unknown key is an error with the near one named: a setting that is silently ignored costs an afternoon.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

from tipstaff.native.kernels import SWITCH
from tipstaff.settings.values import Settings
from tipstaff.vocab.errors import Fault, Invalid

PREFIX = "TIPSTAFF_"
_CHOICES = {"acknowledge": ("memory", "wal", "fsync"), "unknown_accounts": ("accept", "refuse")}
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def read_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read all settings.

    Args:
        file: a TOML file with settings at its top level; None or a missing file means none.
        environment: variables such as TIPSTAFF_PORT; lists are separated by commas.
    Raises:
        Invalid: every key that is unknown and every value that does not fit, at once.
    """
    given = {f"{file}: {key}": (key, value) for key, value in _from_file(file).items()}
    for name, text in environment.items():
        if name.startswith(PREFIX) and name != SWITCH:  # of the process, read before any setting
            given[name] = (name.removeprefix(PREFIX).lower(), text)
    known = {setting.name: setting for setting in fields(Settings)}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for where, (key, value) in given.items():
        if key not in known:
            faults.append(Fault(where, "a known setting", f"`{key}`", _near(key, known)))
            continue
        converted = _convert(known[key], value)
        if isinstance(converted, Fault):
            faults.append(Fault(where, converted.expected, converted.got))
        else:
            values[key] = converted
    if faults:
        raise Invalid("the settings have faults: " + "; ".join(map(str, faults)), faults=faults)
    return Settings(**values)


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None or not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} is not TOML: {error}", faults=[Fault(str(file), "TOML", str(error))]) from None


def _convert(setting: Field[Any], value: object) -> Any:
    """The value in the setting's own type, or the fault."""
    unit = setting.metadata["unit"]
    if isinstance(setting.default, bool):
        word = str(value).lower()
        return word in _TRUE if word in _TRUE | _FALSE else Fault("", unit, f"`{value}`")
    if isinstance(setting.default, int):
        text = str(value)
        return int(text) if text.isdecimal() and int(text) > 0 else Fault("", f"a whole number of {unit}", f"`{value}`")
    if isinstance(setting.default, tuple):
        items = value if isinstance(value, list) else str(value).split(",")
        return tuple(str(item).strip() for item in items if str(item).strip())
    choices = _CHOICES.get(setting.name)
    if choices and value not in choices:
        return Fault("", f"one of {', '.join(choices)}", f"`{value}`")
    return str(value)


def _near(key: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f"did you mean `{near[0]}`?" if near else "see docs/reference/settings.md"
