"""POST /v1/registers/{country}/{name}: a do-not-contact register whole, as its keeper publishes it.

The command `register.load` takes entries in JSON, for small ones; this takes the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from typing import Annotated, Final

from msgspec import Meta, Struct

from tipstaff.api.keys import Scope
from tipstaff.api.routing.call import Call, Reply, reply_json
from tipstaff.api.routing.route import MAY_FAIL, Answer, Body, Route
from tipstaff.app.registers.files import international
from tipstaff.app.registers.loading import dated
from tipstaff.vocab.errors import Conflict, Fault, Invalid, Malformed

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class RegisterQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file itself does not say."""

    at: Annotated[datetime, Meta(tz=True, description="When the register was published; now when left out.")] | None = (
        None
    )
    national: (
        Annotated[
            str, Meta(pattern=r"^\+[1-9][0-9]{0,2}$", description="Read numbers that begin with one 0 under this code.")
        ]
        | None
    ) = None


class LeftOut(Struct, frozen=True):
    """A line that is no number and no mail address; `text` is its beginning."""

    line: int
    text: str


class RegisterLoaded(Struct, frozen=True):
    """What became of the file. `left_out` has the first ten of the lines that were `skipped`."""

    name: str
    country: str
    entries: int
    skipped: int
    left_out: list[LeftOut]


async def load(call: Call) -> Reply:
    """Replace what was loaded under this name."""
    country, name = call.path["country"], call.path["name"]
    _require_place(country, name)
    query: RegisterQuery = call.query
    about = dated(name, country, None if query.at is None else query.at.astimezone(UTC))
    loaded = await call.door.service.load_register(
        about, international(_lines(call.body), query.national or ""), call.actor
    )
    examples = [LeftOut(number, text) for number, text in loaded.examples]
    return reply_json(RegisterLoaded(name, country, loaded.entries, loaded.skipped, examples))


def _lines(body: bytes) -> Iterable[str]:
    try:
        body.decode("utf-8")  # all of it, before anything is written; the lines are made one by one
    except UnicodeDecodeError as error:
        fault = Fault("", "UTF-8", f"the byte 0x{body[error.start]:02x} at position {error.start}")
        raise Malformed("not UTF-8", faults=[fault]) from None
    return TextIOWrapper(BytesIO(body), encoding="utf-8")


def _require_place(country: str, name: str) -> None:
    faults = []
    if not _COUNTRY.fullmatch(country):
        faults.append(Fault("path.country", "two capital letters such as FR", f"`{country[:20]}`"))
    if not _NAME.fullmatch(name):
        faults.append(Fault("path.name", "letters, digits, `.`, `_` and `-`, at most 64", f"`{name[:80]}`"))
    if faults:
        raise Invalid("the register cannot be loaded", faults=faults)


_FILE: Final = {"type": "string", "description": "One number in international form or one mail address a line."}

ROUTES: Final = (
    Route(
        "POST",
        "/v1/registers/{country}/{name}",
        "loadRegister",
        "Load a do-not-contact register",
        "commands",
        load,
        (Answer("How many are listed now, and which lines were left out.", RegisterLoaded),),
        scope=Scope.COMMAND,
        query=RegisterQuery,
        body=Body({"text/plain": _FILE, "text/csv": _FILE}, limit="batch", about="One address a line."),
        errors=(Conflict, *MAY_FAIL),
        about="The file replaces what was loaded under the same name once it is in whole; until then everything stays "
        "as it was. What follows a comma, semicolon or tab is left out, and so are empty lines and those that begin "
        "with `#`. For files beyond the limit there is `tipstaff register load`, which may run beside the server.",
        parameters={"country": "The country whose register it is, such as FR.", "name": "What it is called here."},
    ),
)
