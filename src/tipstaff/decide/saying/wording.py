"""Values as people read them: masked where they are personal, written as the language writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct

from tipstaff.cel import CelError
from tipstaff.cel.types import DYN, ListType, MapType, RecordType, Type
from tipstaff.cel.values import value_of_key
from tipstaff.vocab.masking import mask

_AND_SO_ON: Final = 10
_UNKNOWN: Final[Mapping[str, str]] = {"en": "unknown", "fr": "inconnu"}
_NOTHING: Final[Mapping[str, str]] = {"en": "none", "fr": "aucun"}
_NO_YES: Final[Mapping[str, tuple[str, str]]] = {"en": ("no", "yes"), "fr": ("non", "oui")}


def written(value: Any, kind: str, language: str) -> str:
    """A value in a sentence.

    Args:
        kind: of personal value, to mask it by; "" shows it as it is.
        language: `en` or `fr`; in any other, numbers and times are written as in English.
    """
    if type(value) is str:
        return mask(kind, value) if kind else value
    spoken = language if language in _UNKNOWN else "en"
    if isinstance(value, bool):
        return _NO_YES[spoken][value]
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\u202f") if spoken == "fr" else f"{value:,}"
    if isinstance(value, float):
        return _decimal(value, spoken)
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):{'%d/%m/%Y %H:%M' if spoken == 'fr' else '%Y-%m-%d %H:%M'}} UTC"
    if isinstance(value, timedelta):
        return _duration(value, spoken)
    return _written_rarely(value, kind, spoken)


def counted(value: Any, forms: tuple[str, str], language: str) -> str:
    """A number with what is counted, `#` standing for the number.

    Args:
        forms: for one, and for several. French takes the first below two, others for one alone (plural rules of CLDR).
    """
    number = isinstance(value, int | float) and not isinstance(value, bool)
    single = number and (abs(value) < 2 if language[:2] == "fr" else value == 1)
    return forms[0 if single else 1].replace("#", written(value, "", language))


def called(value: Any, words: Mapping[str, str]) -> Any:
    """A value, or each of several, by the word that there is for it."""
    if isinstance(value, str):
        return words.get(value, value)
    return [called(item, words) for item in value] if isinstance(value, list | tuple) else value


def _written_rarely(value: Any, kind: str, language: str) -> str:
    if isinstance(value, CelError) or value is UNSET:
        return _UNKNOWN[language]
    if value is None or (isinstance(value, list | tuple | dict) and not value):
        return _NOTHING[language]
    if isinstance(value, list | tuple):
        shown = [written(item, kind, language) for item in value[:_AND_SO_ON]]
        return ", ".join([*shown, "…"] if len(value) > _AND_SO_ON else shown)
    if isinstance(value, dict):
        pairs = ((value_of_key(key), written(item, kind, language)) for key, item in value.items())
        return ", ".join(f"{key}: {text}" for key, text in pairs)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    # A whole object says too much for a sentence, and its members may be personal.
    return "…" if isinstance(value, Struct) else str(value)


def _decimal(value: float, language: str) -> str:
    """Two digits that matter after the point, fewer when there are fewer."""
    if not math.isfinite(value):
        return str(value)
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 or value == 0 else f"{value:.2g}"
    return text.replace(",", "\u202f").replace(".", ",") if language == "fr" else text


def _duration(value: timedelta, language: str) -> str:
    day = "j" if language == "fr" else "d"
    seconds = abs(int(value.total_seconds()))
    parts = (
        (seconds // 86_400, day),
        (seconds % 86_400 // 3600, "h"),
        (seconds % 3600 // 60, "min"),
        (seconds % 60, "s"),
    )
    text = " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"
    return f"-{text}" if value < timedelta() else text


def plain(value: Any, of: Type, kind: str) -> Any:
    """A value as JSON with personal ones masked; None for what cannot be known.

    Args:
        of: its checked type: members of records are masked by what their types say of them.
        kind: of personal value; "" for none.
    """
    if type(value) is str:
        return mask(kind, value) if kind else value
    if value is None or isinstance(value, bool) or type(value) is int:
        return value
    if isinstance(value, list | tuple):
        item = of.element if isinstance(of, ListType) else DYN
        return [plain(part, item, kind) for part in value]
    if isinstance(value, dict):
        held = of.value if isinstance(of, MapType) else DYN
        return {str(value_of_key(key)): plain(part, held, kind) for key, part in value.items()}
    if isinstance(value, Struct):
        return _record(value, of)
    return None if isinstance(value, CelError) or value is UNSET else _scalar(value)


def _record(value: Struct, of: Type) -> Any:
    """The declared members of an object; what its type does not declare is not shown."""
    if not isinstance(of, RecordType):
        return None
    members = ((member, getattr(value, member.attribute, UNSET)) for member in of.members.values())
    return {member.name: plain(part, member.type, member.personal) for member, part in members if part is not UNSET}


def _scalar(value: Any) -> Any:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return value.total_seconds()
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


def bare(value: Any) -> Any:
    """A value as an argument of a command or an obligation: JSON, nothing masked, for machines and not for people."""
    if isinstance(value, dict):
        return {str(value_of_key(key)): bare(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [bare(part) for part in value]
    if isinstance(value, Struct):
        return msgspec.to_builtins(value, str_keys=True)
    return value if value is None or isinstance(value, str | bool) else _scalar(value)
