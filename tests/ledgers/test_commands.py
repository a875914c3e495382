from __future__ import annotations

import inspect
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgerkit.world import World

from tipstaff.ledgers.commands import COMMANDS, NAMES
from tipstaff.vocab.errors import Invalid, NotAllowed, NotFound, NotThereYet, TipstaffError

GRANT = {"account": "acme", "recipient": "+33612345678", "channel": "sms", "purpose": "marketing"}


def test_every_command_of_this_room_that_the_contract_names_is_there() -> None:
    assert {name for name, room in NAMES.items() if room == "ledgers"} <= set(COMMANDS)
    assert len(NAMES) == 63
    for name, command in COMMANDS.items():
        assert command.name == name
        assert command.about.endswith(".")
        assert (command.arguments.__doc__ or "").strip() or command.arguments.__name__.endswith("Put")


def test_a_command_of_another_room_is_not_there_yet_and_a_typo_is_not_found(world) -> None:
    with pytest.raises(NotThereYet, match=r"case\.open"):
        world.do("case.open")
    with pytest.raises(NotFound):
        world.do("consent.grnt")


def test_all_faults_of_the_arguments_come_at_once(world) -> None:
    with pytest.raises(Invalid) as raised:
        world.do(
            "consent.grant", acount="acme", recipient=["x"], channel=True, purpose=1.5, level="maybe", granted_at="now"
        )
    said = [str(fault) for fault in raised.value.faults]
    assert said == [
        "`acount`: expected no such field, got the string 'acme'; did you mean `account`?",
        "`account`: expected a string, got nothing",
        "`recipient`: expected a string, got a list",
        "`channel`: expected a string, got true",
        "`purpose`: expected a string, got 1.5; put it in quotes",
        "`level`: expected one of opt-in, express, written, double, got the string 'maybe'",
        "`granted_at`: expected a time such as 2026-11-20T14:00:00Z, got the string 'now'",
    ]


def test_times_need_their_offset(world) -> None:
    with pytest.raises(Invalid) as raised:
        world.do("consent.grant", **GRANT, granted_at="2026-01-01T00:00:00")
    assert "offset" in raised.value.faults[0].hint


def test_whole_numbers_stand_for_strings_as_yaml_writes_them(world) -> None:
    assert world.do("terms.publish", terms="gbm", version=3)["version"] == "3"


def test_rights_follow_the_role_and_the_account(world) -> None:
    world.give(
        people=[
            {"id": "ana", "role": "analyst"},
            {"id": "adi", "role": "admin"},
            {"id": "aud", "role": "auditor"},
            {"id": "cus", "role": "customer", "account": "acme"},
            {"id": "rep", "role": "reporter"},
        ]
    )
    for actor in ("", "key:1", "tipstaff", "ana", "cus"):
        world.do("consent.grant", actor, **GRANT)
    for actor in ("aud", "rep", "nobody"):
        with pytest.raises(NotAllowed):
            world.do("consent.grant", actor, **GRANT)
    with pytest.raises(NotAllowed, match=r"person\.put"):
        world.do("consent.grant", "nobody", **GRANT)
    with pytest.raises(NotAllowed, match="own account"):
        world.do("consent.grant", "cus", **{**GRANT, "account": "other"})
    assert world.do("consent.prove", "aud", account="acme", recipient="+33612345678")
    for actor in ("ana", "cus"):
        with pytest.raises(NotAllowed):
            world.do("account.put", actor, id="acme", standing="good")
    with pytest.raises(NotAllowed):
        world.do("person.put", "ana", id="ana", role="admin")
    world.do("suppression.add", account="acme", recipient="+33612345678", kind="complaint")
    with pytest.raises(NotAllowed, match="cannot be lifted"):
        world.do("suppression.remove", "cus", account="acme", recipient="+33612345678")


@pytest.mark.parametrize("name", ["tipstaff", "anonymous", "key:1"])
def test_nobody_is_called_like_a_system(world, name) -> None:
    with pytest.raises(Invalid):
        world.do("person.put", id=name, role="analyst")


def test_a_refused_command_writes_nothing(world) -> None:
    before = {kind: dict(entries) for kind, entries in world.shelf._entries.items()}
    for name, args in (("consent.grant", {}), ("account.close", {"id": "x"}), ("authorization.grant", {"id": "x"})):
        with pytest.raises(TipstaffError):
            world.do(name, **args)
    assert {kind: dict(entries) for kind, entries in world.shelf._entries.items()} == before


def test_answers_are_json(world) -> None:
    answer = world.do("account.put", id="acme", created_at="2026-01-01T00:00:00+01:00", emails=["a@b.fr"])
    assert json.loads(json.dumps(answer)) == answer
    assert answer["account"]["created_at"] == "2025-12-31T23:00:00Z"


def test_every_command_has_a_schema() -> None:
    for command in COMMANDS.values():
        schema = msgspec.json.schema(command.arguments)
        assert schema["$defs"][command.arguments.__name__]["properties"]
        assert list(inspect.signature(command.run).parameters)[:1] == ["draft"]


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.just("2026-01-01T00:00:00Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_whatever_is_said_to_a_command_it_answers_or_refuses_clearly(name, data) -> None:
    world = World()
    fields = [field.encode_name for field in msgspec.structs.fields(COMMANDS[name].arguments)]
    args = data.draw(st.dictionaries(st.sampled_from(fields), junk, max_size=len(fields)))
    refused: list[TipstaffError] = []
    try:
        world.do(name, **{("from_" if key == "from" else key): value for key, value in args.items()})
    except TipstaffError as error:
        refused.append(error)
    assert all(error.message for error in refused)
    assert all(error.faults for error in refused if isinstance(error, Invalid))


def test_numbers_are_cut_off_one_by_one_or_all_of_an_account(world) -> None:
    for number, account in (("+33187650001", "acme"), ("+33187650002", "acme"), ("+33187650003", "other")):
        world.do("number.put", number=number, account=account)

    assert world.do("number.disconnect", number="+33187650001", reason="complaints") == {"disconnected": 1}
    assert world.do("number.disconnect", account="acme", reason="suspended") == {"disconnected": 1}
    assert world.do("number.disconnect", account="acme", reason="again") == {"disconnected": 0}
    with pytest.raises(NotFound):
        world.do("number.disconnect", number="+33187650003", account="acme", reason="not theirs")
    with pytest.raises(Invalid):
        world.do("number.disconnect", reason="nobody's")
