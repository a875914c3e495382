"""What is judged the short way and what is judged the whole way are recorded alike, and the same follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tipstaff.store import DecisionFilter

SAID = st.sampled_from(["fine", "odd", "bad", "bad odd", "odd"])
_ALL = DecisionFilter()
_encode = msgspec.json.encode
STEPS = st.lists(st.tuples(st.sampled_from(["say", "say", "say", "dismiss", "decide", "report"]), SAID), max_size=9)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_short_and_whole_way_come_to_the_same(
    open_desk: Callable[[], AbstractContextManager[Any]], steps: list[tuple[str, str]]
) -> None:
    with open_desk() as short, open_desk() as whole:
        for number, (step, text) in enumerate(steps):
            assert _done(short, step, text, number, short.engine.decide_bytes) == _done(
                whole, step, text, number, lambda raw: whole.engine.decide(json.loads(raw))
            )
        assert list(_state(short)) == list(_state(whole))


def _done(desk: Any, step: str, text: str, number: int, decide: Callable[[bytes], Any]) -> Any:
    if step == "report":
        return bool(desk.do("report.submit", id=f"r{number}", category="spam", text=text, account="acme")["case"])
    if step in ("dismiss", "decide"):
        for case in desk.cases:
            if case.live == "live":
                desk.do(f"case.{step}", "ana", id=case.id, reason=text)
        return None
    data = {"channel": "sms", "from": "A", "to": "+33612345678", "text": text, "purpose": "service"}
    event = {"specversion": "1.0", "id": f"e{number}", "source": "t", "type": "message.send", "account": "acme"}
    made = decide(json.dumps({**event, "data": data}).encode())
    shown = json.loads(made) if isinstance(made, bytes) else json.loads(_encode(made))
    names = {case.id: f"case {place}" for place, case in enumerate(desk.cases)}
    return _named(shown, {**names, shown["id"]: "decision"})


def _state(desk: Any) -> Iterator[Any]:
    """Everything that is kept, with the names that ids have by the order in which they came."""
    names = {
        one.id: f"{type(one).__name__} {place}" for kept in (desk.cases, desk.actions) for place, one in enumerate(kept)
    }
    names |= {row.id: f"decision {row.event_id}" for row in desk.engine.reader.decisions(_ALL, 100)}
    for one in (*desk.cases, *desk.actions):
        yield _named(json.loads(_encode(one)), names)
    for row in sorted(desk.engine.reader.outbox(), key=lambda row: row.sequence):
        yield (row.do, row.state, _named(json.loads(row.body or b"{}"), names))


def _named(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _named(item, names) for key, item in value.items() if key != "notice"}
    if isinstance(value, list):
        return [_named(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value
