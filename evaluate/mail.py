"""What headers, markup and links of a mail give away, and how long reading a raw mail takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec

from evaluate.shared import documents, fold_of, path
from evaluate.signals import CATALOGUE, NOON
from evaluate.task import Example, Judge, Task, each
from tipstaff.cel import CelError
from tipstaff.signals import Reader
from tipstaff.signals.mailparse.message import read_message
from tipstaff.signals.model.bank import bank
from tipstaff.signals.model.stacked import stacked
from tipstaff.vocab.event import Event
from tipstaff.vocab.events import STANDARD
from tipstaff.vocab.reading.decoding import Decoder

_DECODER = Decoder(STANDARD)
_OURS = [name for name in CATALOGUE.signals if name.startswith(("mail.", "html.", "links."))]
# Signs that something is dressed up; each counts once. Pixels, ways out and addresses are facts of policy, not signs.
_SIGNS = ("html.hidden", "html.running", "links.mismatched", "links.tricks", "links.addresses", "mail.false_reply")
_WORDS = bank("text_spam").models["mail"].band[1]
_DRESSED = ("from-invalid", "from-several", "line-break", "date-far-off", "message-id", "reply-to-free-mail")


def reader_of(raw: bytes) -> Reader:
    """A raw mail as the engine would see it."""
    data = read_message(raw).as_email("service")
    data["to"] = data["to"] or ["b@example.org"]
    envelope = {"specversion": "1.0", "id": "e", "source": "evaluate", "type": "email.send", "account": "acme"}
    event: Event = _DECODER.decode(msgspec.json.encode({**envelope, "time": NOON.isoformat(), "data": data}), NOON)
    return Reader(event, CATALOGUE)


def signs(raw: bytes) -> float:
    """How many signs a mail shows."""
    of = reader_of(raw)
    found = sum(bool(_value(of, name)) for name in _SIGNS)
    dressed = _value(of, "mail.anomalies")
    # The mails are twenty years old: a date far from today says nothing here.
    return found + sum(
        one in _DRESSED and one != "date-far-off" for one in (dressed if isinstance(dressed, list) else [])
    )


def everything(raw: bytes) -> object:
    """Read a mail and ask every signal of mail, markup and links."""
    of = reader_of(raw)
    return [of.known(name) for name in _OURS]


def _value(of: Reader, name: str) -> object:
    value = of.known(name)
    return None if isinstance(value, CelError) else value


def _has(name: str) -> Callable[[bytes], float]:
    return lambda raw: float(bool(_value(reader_of(raw), name)))


def _examples(part: str, every: int = 2) -> Callable[[], list[Example]]:
    def read() -> list[Example]:
        kept = set(json.loads(path("email_spamassassin/split_half_seed5.json").read_text(encoding="utf-8"))[part])
        rows: list[dict[str, Any]] = [
            r for r in documents("email_spamassassin/data.jsonl.xz") if f"{r['group']}/{r['id']}" in kept
        ]
        raws = [(row["raw_latin1"].encode("latin-1", "replace"), row) for row in rows[::every]]
        return [Example(raw, bool(row["label"]), fold_of(row["id"]), row["group"]) for raw, row in raws]

    return read


def _task(signal: str, about: str, judge: Callable[[bytes], float], timed: Callable[[bytes], object]) -> Task:
    return Task(
        signal=signal,
        data="SpamAssassin, test half, every second mail",
        role="dev",
        about=about,
        examples=_examples("test"),
        judges=(Judge("ours", each(judge), one=timed),),
        show=False,
    )


def _score(name: str) -> Callable[[bytes], float]:
    def score(raw: bytes) -> float:
        value = _value(reader_of(raw), name)
        return value if isinstance(value, float) else 0.0

    return score


def _whole() -> Task:
    """Everything that a mail shows, as one score."""
    score, words = _score("mail.spam"), _score("text.spam")
    return Task(
        signal="mail.spam",
        data="SpamAssassin, test half",
        role="dev",
        about="words, header, markup and links together, learned from the other half; thresholds where the bands end. "
        "µs: from the raw mail to the score. Others are not asked in this run; in turns with ours on one machine (how: "
        "[the card](models/mail-spam.md#speed)) rspamd 3.4 with Bayes reaches F1 .953 on this half for 8.8 times our "
        "CPU, 13 with its Redis; SpamAssassin 4.0.1 with Bayes F1 .987 with .7 % of honest mail flagged on every "
        "seventh mail of it, for 160 to 190 times our CPU. Recorded earlier, elsewhere: .945 in 2.0 ms, .956 in 59 ms.",
        examples=_examples("test", every=1),
        judges=(
            Judge("ours", each(score), one=score, threshold=stacked("mail_spam")["whole"].band[1]),
            Judge("ours, the words alone (text.spam)", each(words), one=words, threshold=_WORDS),
        ),
        targets={"f1": 0.97, "flagged": 0.005},
        show=False,
    )


def tasks() -> list[Task]:
    """The whole as a score, signs together, and each by itself. Of signs, honest mail flagged is what matters: none
    decides alone.
    """
    return [
        _whole(),
        _task(
            "mail.signs",
            "number of signs of dressing up; µs: from the raw mail to every signal of the three.",
            signs,
            everything,
        ),
        _task(
            "mail.false_reply", "an answer that no header knows of.", _has("mail.false_reply"), _has("mail.false_reply")
        ),
        _task(
            "html.hidden", "words that nobody sees; µs with reading the mail.", _has("html.hidden"), _has("html.hidden")
        ),
        _task(
            "links.mismatched",
            "links that show another domain; newsletters count clicks that way.",
            _has("links.mismatched"),
            _has("links.mismatched"),
        ),
    ]
