"""What in a mail's headers is dressed up to look like something else.

from-invalid           the From address cannot exist              reply-to-free-mail  answers go to a free mailbox
from-several           From names several mailboxes               name-is-address     the name shows another address
from-differs           the header says another From than the event sender-differs      Sender is of another domain
envelope-differs       the return path is of another domain       line-break          a field tries to add fields
return-path-differs    the header says another return path        date-far-off        Date is days off, or no date
message-id             malformed, missing or several              received-order      the path goes back in time
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from tipstaff.cel.types import BOOL, STRING, STRINGS
from tipstaff.signals.confusable.index import Index
from tipstaff.signals.detectors.mail.letter import Letter, letter_of
from tipstaff.signals.mailparse.alignment import alignment
from tipstaff.signals.mailparse.mailboxes import addresses_in, domain_of, is_address, mailboxes
from tipstaff.signals.mailparse.subjects import mark_of
from tipstaff.signals.signal import Finding, Signal, View
from tipstaff.signals.surroundings import ProtectedName
from tipstaff.signals.urls.kinds import is_kind

_MESSAGE_ID = re.compile(r"\s*<[^<>\s@]+@[^<>\s@]+>\s*\Z")
_BREAK = re.compile(r"\r|\n(?![ \t])")
# How far Date may be from now: a mail may have waited for days, a mail from the future is wrong after one.
_OLD, _AHEAD = timedelta(days=7), timedelta(days=1)
_THREADED = ("in-reply-to", "references", "resent-from", "thread-index", "x-in-reply-to", "list-id", "list-post")
_QUOTED = re.compile(
    r"^[ \t]{0,3}[>|}] ?\S"
    r"|-{2,} ?(?:original|forwarded|message d'origine|message transf|urspr)"
    r"|\b(?:wrote|writes|said|a écrit|schrieb|escribió|scrive|scritto|schreef|skrev|napisał)\b[^\n]{0,40}:[ \t\r]*$"
    r"|^(?:From|De|Von|Da) ?: .{3,80}\n(?:Sent|Date|Envoyé|Gesendet|Enviado|Inviato|To|À|An|Para|A) ?:",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_RECEIVED = 50
_SLACK = timedelta(minutes=15)


def anomalies(view: View) -> list[str]:
    """What is wrong or dressed up, sorted."""
    letter = view.once(letter_of)
    return sorted({*_origin(letter), *_answers(letter), *_fields(letter, view.at)})


def _origin(letter: Letter) -> Iterator[str]:
    sender, headers = letter.sender, letter.headers
    if not is_address(sender.address):
        yield "from-invalid"
    named = [box for value in headers.raw("from") for box in mailboxes(value)]
    if len(named) > 1:
        yield "from-several"
    if named and all(box.address.lower() != sender.address.lower() for box in named):
        yield "from-differs"
    if any(address.lower() != sender.address.lower() for address in addresses_in(sender.name)):
        yield "name-is-address"
    if alignment(letter.enveloped, sender.domain) == "none":
        yield "envelope-differs"
    if any(
        alignment(box.domain, sender.domain) == "none" for value in headers.raw("sender") for box in mailboxes(value)
    ):
        yield "sender-differs"
    returned = next((domain_of(box.address) for box in mailboxes(headers.get("return-path")) if box.address), "")
    if returned and letter.enveloped and returned != letter.enveloped:
        yield "return-path-differs"


def _answers(letter: Letter) -> Iterator[str]:
    for box in (box for value in letter.headers.raw("reply-to") for box in mailboxes(value)):
        if is_kind(box.domain, "free-mail") and alignment(box.domain, letter.sender.domain) == "none":
            yield "reply-to-free-mail"


def _fields(letter: Letter, at: datetime) -> Iterator[str]:
    headers = letter.headers
    if _BREAK.search(letter.subject) or _BREAK.search(letter.sender.name) or _BREAK.search(letter.sender.address):
        yield "line-break"
    if "date" in headers:
        sent = _moment(headers.get("date"))
        if sent is None or not at - _OLD <= sent <= at + _AHEAD:
            yield "date-far-off"
    ids = headers.raw("message-id")
    if len(ids) > 1 or any(not _MESSAGE_ID.match(one) for one in ids):
        yield "message-id"
    if _goes_back(headers.every("received")[:_MOST_RECEIVED]):
        yield "received-order"


def _goes_back(received: list[str]) -> bool:
    """Whether a station took the mail in long before the station that handed it over did; the newest stands first."""
    times = [moment for line in received if (moment := _moment(line.rpartition(";")[2])) is not None]
    return any(later + _SLACK < earlier for later, earlier in pairwise(times))


def _moment(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text.strip()[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def false_reply(view: View) -> bool:
    """Whether the subject pretends to an answer or a forwarded mail, and no header names one.

    Where the event holds no headers it cannot be known whether there was one: then it is not called false. Nor is a
    mail that quotes the one it answers: old programs write no header.
    """
    letter = view.once(letter_of)
    if not letter.has_headers or not mark_of(letter.subject):
        return False
    headers = letter.headers
    if any(name in headers for name in _THREADED) or _QUOTED.search(view.text.raw):
        return False
    return not (
        mark_of(letter.subject) == "forward" and ("x-forwarded-for" in headers or "x-forwarded-message-id" in headers)
    )


def name_claims(view: View) -> str:
    """The protected name of somebody else, or the address, that the display name claims; "" for none."""
    letter = view.once(letter_of)
    name = letter.sender.name
    if not name:
        return ""
    shown = next((a for a in addresses_in(name) if domain_of(a) != letter.sender.domain), "")
    if shown:
        return domain_of(shown)
    names = view.surroundings.protected_names()
    return _claimed(names, name, view.event.account, letter.sender.domain) if names else ""


def _claimed(names: Sequence[ProtectedName], shown: str, account: str, domain: str) -> str:
    if any(name.name.lower() == domain or name.name.lower() == domain.partition(".")[0] for name in names):
        return ""  # the mail comes from a domain of the name itself; whether it is true, authentication says
    for found in _Names.over(names).like(re.findall(r"[^\s\W_]+", shown)[:8]):
        if found.entry.owner != account or not account:
            return found.entry.name
    return ""


class _Names:
    """The index over protected names, kept as long as the installation hands out the same object."""

    _last: tuple[Sequence[ProtectedName], Index[ProtectedName]] | None = None

    @classmethod
    def over(cls, names: Sequence[ProtectedName]) -> Index[ProtectedName]:
        """The index of these names; of a domain, its first label is the name."""
        if cls._last is None or cls._last[0] is not names:
            cls._last = (
                names,
                Index((one.name.partition(".")[0] if " " not in one.name else one.name, one) for one in names),
            )
        return cls._last[1]


def _explain(view: View) -> Sequence[Finding]:
    return [Finding(one) for one in anomalies(view)]


SIGNALS = (
    Signal(
        name="mail.anomalies",
        type=STRINGS,
        cost=25,
        version="1",
        languages=(),
        about="What is forged or dressed up in the headers: from-differs, envelope-differs, sender-differs, "
        "name-is-address, reply-to-free-mail, received-order, ...; the reference lists all.",
        compute=anomalies,
        explain=_explain,
    ),
    Signal(
        name="mail.false_reply",
        type=BOOL,
        cost=4,
        version="1",
        languages=(
            "en",
            "fr",
            "de",
            "nl",
            "es",
            "pt",
            "it",
            "pl",
            "sv",
            "da",
            "nb",
            "fi",
            "cs",
            "hu",
            "ro",
            "tr",
            "el",
        ),
        about="Whether the subject pretends to an answer or a forwarded mail (`Re:`, `TR:`) that no header knows of.",
        compute=false_reply,
    ),
    Signal(
        name="mail.name_claims",
        type=STRING,
        cost=15,
        version="1",
        languages=(),
        about="Protected name of somebody else, or domain of another address, that the display name claims; or empty.",
        compute=name_claims,
    ),
)
