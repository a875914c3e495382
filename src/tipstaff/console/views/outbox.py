"""Effects of the outbox with what they are called: a notice by its subject, all else by its command."""

from __future__ import annotations

from typing import Final, get_args

from msgspec import Struct

from tipstaff.app.outbox.shown import OutboxShown, OutboxState, page
from tipstaff.console.desk import Desk
from tipstaff.notices import NOTICES
from tipstaff.store import OutboxFilter

STATES: Final[tuple[str, ...]] = get_args(OutboxState)
SHOWN: Final = 100


class Line(Struct, frozen=True):
    """An effect; `subject` of its notice in the reader's language, "" when it is about none."""

    effect: OutboxShown
    subject: str


def lines(desk: Desk, language: str, state: str, before: int | None) -> list[Line]:
    """Those in a state, newest first, one more than are shown."""
    found = page(desk.store.reader, desk.ledgers, OutboxFilter(state, before), SHOWN + 1)
    return [titled(desk, one, language) for one in found]


def titled(desk: Desk, effect: OutboxShown, language: str) -> Line:
    """With its subject."""
    name = effect.about.get("notice")
    notice = desk.ledgers.get(NOTICES, name) if isinstance(name, str) else None
    words = None if notice is None else notice.texts.get(language) or next(iter(notice.texts.values()), None)
    return Line(effect, "" if words is None else words.subject)
