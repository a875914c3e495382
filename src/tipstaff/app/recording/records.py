"""From a ruling to one job for the store: the decision, its effects and the ledger changes they make, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any

import msgspec
from msgspec import Struct

from tipstaff.app.recording.commanding import Commander
from tipstaff.app.recording.remedies import REMEDIES, Opening, opens_cases
from tipstaff.app.recording.scrubbing import scrubbed, storable
from tipstaff.decide import Judgement
from tipstaff.ledgers import Change
from tipstaff.pipeline import Ruling
from tipstaff.store import Ack, DecisionRow, Job, OutboxItem, Transaction
from tipstaff.vocab.decision import Effect
from tipstaff.vocab.errors import Conflict, Fault, TipstaffError
from tipstaff.vocab.reading.decoding import with_time
from tipstaff.vocab.recorded import recorded_json

ACTOR = "tipstaff"
"""Who changes a ledger when a decision does."""

Decided = tuple[str, datetime]
"""Which decision, and when."""

_encoder = msgspec.json.Encoder()


class Recorded(Struct, frozen=True):
    """What became of a job: the decision's JSON, whether it was there before, and what changed in the ledgers."""

    answer: bytes
    earlier: bool
    changes: tuple[Change, ...] = ()


def row_of(ruling: Judgement | Ruling) -> DecisionRow:
    """The record of a ruling. What was asked is told by the digest of the event, which the store makes anyway.

    Where a case is to be named first, the decision's JSON is empty still: the job of `recording` writes it.
    """
    event, effects = ruling.event, ruling.effects
    json = b"" if effects and opens_cases(effects) else ruling.json
    told = (event.source, event.id, event.type, event.account)
    return DecisionRow(
        ruling.id, *told, ruling.at, ruling.verdict, b"", storable(event), json, ruling.clauses
    )  # by place: twice as fast as by name


def recording(
    ruling: Judgement | Ruling, raw: bytes, commander: Commander, row: DecisionRow | None = None
) -> Job[Recorded]:
    """The job that records a ruling and carries out its effects, all or nothing.

    Args:
        row: of the ruling, where it was made already.
    """
    row = row or row_of(ruling)
    if not ruling.effects:

        def plain(tx: Transaction) -> Recorded:
            earlier = tx.record_decision(row)
            if earlier is not None:
                return Recorded(same(earlier, raw), earlier=True)
            return Recorded(row.decision, earlier=False)

        return plain

    def job(tx: Transaction) -> Recorded:
        one, effects = row, ruling.effects
        if not row.decision:
            case, effects = commander.named(tx, Opening(ruling.id, ruling.versions, commander.new_id), effects)
            one = msgspec.structs.replace(row, decision=ruling.json_with(case, effects))
        earlier = tx.record_decision(one)
        if earlier is not None:
            return Recorded(same(earlier, raw), earlier=True)
        return Recorded(one.decision, earlier=False, changes=_carry_out(tx, (ruling.id, ruling.at), effects, commander))

    return job


def acknowledgement(ruling: Judgement | Ruling, wanted: Ack) -> Ack:
    """Effects change consent and suppressions, which are never acknowledged before they are safe.

    Cases, strikes and actions are as safe as the decision that they stand in one commit with.
    """
    lasting = any(effect.do not in REMEDIES for effect in ruling.effects)
    return Ack.FSYNC if lasting else wanted


def same(earlier: DecisionRow, raw: bytes) -> bytes:
    """The earlier decision of an event that is told again.

    Raises:
        Conflict: the same id was told with other content. The same content spelled otherwise (keys in another order,
            no time) is no conflict, unless the event was erased since and nothing is left to compare it with.
    """
    if _is_repeat(earlier, raw):
        return earlier.decision
    name = f"`{earlier.event_id}`"
    if earlier.event is None:
        fault = Fault("id", "the same bytes as before, or an id of its own", f"other bytes under {name}")
        raise Conflict(f"the event {name} was told before and erased since: nothing to compare with", faults=[fault])
    if not _same_content(earlier.event, raw):
        fault = Fault("id", "content as told before, or an id of its own", f"other content under {name}")
        raise Conflict(f"the event {name} was told before with other content", faults=[fault])
    return earlier.decision


def _is_repeat(earlier: DecisionRow, raw: bytes) -> bool:
    """Whether these bytes are kept as those were, which can be told even when the event was erased."""
    if earlier.request_hash:  # recorded by a release that kept a digest of the bytes themselves
        return earlier.request_hash == blake2b(raw, digest_size=16).digest()
    told = raw if "time" in recorded_json(raw) else with_time(raw, earlier.at)
    return sha256(scrubbed(told)).digest() == (earlier.event_digest or sha256(earlier.event or b"").digest())


def _same_content(stored: bytes, raw: bytes) -> bool:
    before: dict[str, Any] = recorded_json(stored)
    now: dict[str, Any] = recorded_json(scrubbed(raw))
    return before == {"time": before.get("time"), **now}


def _carry_out(
    tx: Transaction, decided: Decided, effects: Sequence[Effect], commander: Commander
) -> tuple[Change, ...]:
    """Run what effects say in the same transaction. One that cannot be run stays in the outbox for a person."""
    changes: list[Change] = []
    for number, effect in enumerate(effects):
        run = _run_remedy if effect.do in REMEDIES else _run_one
        changes += run(tx, f"{decided[0]}/{number}", effect, decided, commander)
    return tuple(changes)


def _run_one(tx: Transaction, key: str, effect: Effect, decided: Decided, commander: Commander) -> tuple[Change, ...]:
    at = decided[1]
    if not tx.add_outbox([_item(key, effect, decided)]):
        return ()

    def part(tx: Transaction) -> tuple[Change, ...]:
        return commander.run(tx, effect.do, effect.args, actor=ACTOR, at=at).changes

    try:
        changes = tx.attempt(part)
    except TipstaffError as error:
        tx.abandon_outbox(key, f"{error.code}: {error.message}", at)
        return ()
    tx.finish_outbox(key, at)
    return changes


def _run_remedy(
    tx: Transaction, key: str, effect: Effect, decided: Decided, commander: Commander
) -> tuple[Change, ...]:
    """As `_run_one`, but what changes nothing (more of the same in an open case) leaves no line anywhere."""
    at = decided[1]

    def part(tx: Transaction) -> tuple[Change, ...]:
        return commander.run(tx, effect.do, effect.args, actor=ACTOR, at=at, quiet=True).changes

    try:
        changes = tx.attempt(part)
    except TipstaffError as error:
        if tx.add_outbox([_item(key, effect, decided)]):
            tx.abandon_outbox(key, f"{error.code}: {error.message}", at)
        return ()
    if changes and tx.add_outbox([_item(key, effect, decided)]):
        tx.finish_outbox(key, at)
    return changes


def _item(key: str, effect: Effect, decided: Decided) -> OutboxItem:
    return OutboxItem(key, effect.do, _encoder.encode(effect.args), decided[1], decided[0])
