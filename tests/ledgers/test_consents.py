from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgerkit.world import World

from tipstaff.ledgers.records.consents import CONSENTS, Consent
from tipstaff.vocab.errors import Invalid, NotFound

JEAN = "+33612345678"
WHAT = {"account": "acme", "recipient": JEAN, "channel": "sms", "purpose": "marketing"}


def held(world: Any, channel: str = "sms", purpose: str = "marketing", **event: Any) -> bool:
    return world.ask("consent.held", JEAN, channel, purpose, event=world.event(**event))


def test_consent_is_of_one_account_recipient_channel_and_purpose(world) -> None:
    world.do("consent.grant", **WHAT)
    assert held(world)
    assert world.ask("consent.held", "+33 6 12 34 56 78", "sms", "marketing")
    assert not world.ask("consent.held", "+33612345679", "sms", "marketing")
    assert not held(world, channel="voice")
    assert not held(world, purpose="service")
    assert not held(world, account="other")


def test_any_channel_and_any_purpose_count(world) -> None:
    world.do("consent.grant", **{**WHAT, "channel": "any", "purpose": "any"})
    assert held(world)
    assert held(world, channel="viber", purpose="otp")


def test_it_holds_from_granting_until_its_end(world) -> None:
    start = world.now
    world.give(consents=[{**WHAT, "granted_at": "2026-11-18T14:00:00Z", "expires_at": "2026-11-19T14:00:00Z"}])
    for seconds, expected in ((-1, False), (0, True), (86_399, True), (86_400, False)):
        world.now = start + timedelta(seconds=seconds)
        assert held(world) is expected, seconds


def test_revoking_ends_it_at_once_and_a_new_grant_begins_anew(world) -> None:
    start = world.now
    world.do("consent.grant", **WHAT)
    world.now += timedelta(hours=1)
    world.do("consent.revoke", **WHAT, method="reply")
    assert not held(world)
    assert world.ask("consent.refused", JEAN, "sms", "marketing")
    world.now += timedelta(hours=1)
    world.do("consent.grant", **WHAT, level="double")
    assert held(world)
    assert not world.ask("consent.refused", JEAN, "sms", "marketing")
    # What held at a past moment is still known: nothing was overwritten.
    for minutes, expected in ((30, True), (90, False), (150, True)):
        world.now = start + timedelta(minutes=minutes)
        assert held(world) is expected, minutes


def test_case_does_not_tell_channels_apart(world) -> None:
    world.do("consent.grant", **{**WHAT, "channel": "SMS", "purpose": "Marketing"})
    assert held(world)
    world.do("consent.revoke", **{**WHAT, "channel": "Sms"})
    assert not held(world)


def test_refusing_one_channel_leaves_the_rest_of_a_wider_grant(world) -> None:
    world.do("consent.grant", **{**WHAT, "channel": "any"})
    world.now += timedelta(seconds=1)
    world.do("consent.revoke", **WHAT)
    assert not held(world)
    assert held(world, channel="email")
    assert world.ask("consent.refused", JEAN, "sms", "marketing")
    assert not world.ask("consent.refused", JEAN, "email", "marketing")


def test_a_refusal_without_a_grant_is_kept(world) -> None:
    assert world.do("consent.revoke", account="acme", recipient=JEAN, purpose="service")["revoked"] == 0
    assert world.ask("consent.refused", JEAN, "sms", "service")
    assert not world.ask("consent.refused", JEAN, "sms", "marketing")


def test_a_grant_for_one_sender_is_for_no_other(world) -> None:
    world.do("consent.grant", **WHAT, sender="ACME")
    assert held(world)
    assert not held(world, **{"from": "OTHER"})


def test_levels(world) -> None:
    assert world.ask("consent.level", JEAN, "sms", "marketing") == ""
    world.do("consent.grant", **WHAT)
    assert world.ask("consent.level", JEAN, "sms", "marketing") == "opt-in"
    world.do("consent.grant", **{**WHAT, "purpose": "any"}, level="written", active=False)
    assert world.ask("consent.level", JEAN, "sms", "marketing") == "written"
    assert world.ask("consent.active", JEAN, "sms", "marketing")
    assert not world.ask("consent.active", JEAN, "sms", "service")


def test_proof_says_all_there_is_and_shows_no_address(world) -> None:
    world.do("consent.grant", **WHAT, wording="Yes, text me", proof="form.pdf", language="fr", address="192.0.2.1")
    answer = world.do("consent.prove", account="acme", recipient=JEAN, channel="sms")
    (proof,) = answer["proof"]
    assert proof["wording"] == "Yes, text me"
    assert proof["proof"] == "form.pdf"
    assert proof["granted_at"] == "2026-11-18T14:00:00Z"
    assert world.ask("consent.proof", JEAN, "sms", "marketing") == "form.pdf"
    assert world.ask("consent.last", JEAN, "sms", "marketing")["recipient"] == "+33…678"
    assert JEAN not in str(answer)
    with pytest.raises(NotFound):
        world.do("consent.prove", account="acme", recipient="+33699999999")


def test_no_address_is_stored_anywhere(world) -> None:
    world.do("consent.grant", **{**WHAT, "recipient": "jean.dupont@example.org"})
    world.do("consent.grant", **WHAT)
    world.do("suppression.add", account="acme", recipient=JEAN, kind="keyword")
    world.do("recipient.put", recipient=JEAN, country="FR", born="1990-05-17")
    world.do("register.load", name="bloctel", country="FR", entries=[JEAN])
    world.do("list.put", list="canaries", values=["jean.dupont@example.org"])
    kept = b"".join(key + value for kind in world.shelf._entries.values() for key, value in kind.items())
    assert kept
    for secret in (b"612345678", b"dupont"):
        assert secret not in kept


def test_an_import_is_all_or_nothing(world) -> None:
    rows = [{"recipient": f"+3361234567{n}", "channel": "sms", "purpose": "marketing"} for n in range(3)]
    assert world.do("consent.import", account="acme", consents=rows)["imported"] == 3
    assert world.ask("consent.last", "+33612345670", "sms", "marketing")["source"] == "import"
    bad = [*rows, {"recipient": "+33699999999", "channel": "sms"}, {"recipient": "x", "channel": "sms", "purpos": "y"}]
    with pytest.raises(Invalid) as raised:
        world.do("consent.import", account="acme", consents=bad)
    assert [fault.path for fault in raised.value.faults] == [
        "consents[3].purpose", "consents[4].purpos", "consents[4].purpose",
    ]  # fmt: skip
    assert not world.ask("consent.held", "+33699999999", "sms", "marketing")


def test_an_import_that_is_run_again_brings_nobody_back(world) -> None:
    rows = [{"recipient": JEAN, "channel": "sms", "purpose": "marketing", "granted_at": "2026-01-05T00:00:00Z"}]
    world.do("consent.import", account="acme", consents=rows)
    world.do("consent.import", account="acme", consents=rows)
    assert len(world.ledgers.group(CONSENTS, "acme", world.ledgers.party(JEAN))) == 1
    world.do("consent.revoke", **WHAT)
    world.now += timedelta(days=1)
    world.do("consent.import", account="acme", consents=rows)
    assert not held(world)
    assert world.ask("consent.refused", JEAN, "sms", "marketing")


def test_a_refusal_in_the_same_moment_leaves_the_grant_on_file(world) -> None:
    world.do("consent.grant", **{**WHAT, "purpose": "any"})
    world.do("consent.grant", **WHAT, wording="Yes")
    world.do("consent.revoke", **WHAT)
    assert not held(world)
    assert held(world, purpose="service")
    assert [one["wording"] for one in world.do("consent.prove", **WHAT)["proof"] if "wording" in one] == ["Yes"]


def test_nobody_agrees_in_the_future_or_ends_before_beginning(world) -> None:
    with pytest.raises(Invalid, match="future"):
        world.do("consent.grant", **WHAT, granted_at="2026-11-18T14:00:01Z")
    with pytest.raises(Invalid, match="before it begins"):
        world.do("consent.grant", **WHAT, granted_at="2026-01-05T00:00:00Z", expires_at="2026-01-04T00:00:00Z")


def test_coming_back_lifts_what_the_recipient_said_and_nothing_else(world) -> None:
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="keyword")
    world.do("suppression.add", account="acme", recipient=JEAN, channel="sms", kind="complaint")
    world.now += timedelta(days=1)
    world.do("consent.grant", **WHAT)
    assert world.ask("suppression.kinds", JEAN, "sms") == ["complaint", "keyword"]
    assert world.do("consent.grant", **WHAT, resubscribe=True)["lifted"] == 1
    assert world.ask("suppression.kinds", JEAN, "sms") == ["complaint"]


words = st.lists(
    st.tuples(
        st.sampled_from(["grant", "revoke"]),
        st.sampled_from([0, 1]),
        st.sampled_from(["sms", "email", "any"]),
        st.sampled_from(["marketing", "any"]),
    ),
    max_size=8,
)


@settings(max_examples=150)
@given(words, st.sampled_from(["sms", "email"]), st.sampled_from(["marketing", "service"]))
def test_the_last_word_that_covers_a_question_answers_it(
    said: list[tuple[str, int, str, str]], channel: str, purpose: str
) -> None:
    world = World()
    answer = False
    for verb, minutes, about, why in said:
        world.now += timedelta(minutes=minutes)
        world.do(f"consent.{verb}", account="acme", recipient=JEAN, channel=about, purpose=why)
        if about in (channel, "any") and why in (purpose, "any"):
            answer = verb == "grant"
    assert held(world, channel, purpose) is answer


def test_an_entry_is_never_edited_but_to_end_it(world) -> None:
    world.do("consent.grant", **WHAT, wording="first")
    world.now += timedelta(hours=1)
    world.do("consent.revoke", **WHAT)
    (consent,) = world.ledgers.group(CONSENTS, "acme", world.ledgers.party(JEAN))
    told = [memory.record for memory in world.ledgers.history(CONSENTS, consent, world.shelf)]
    assert [one.revoked_at for one in told] == [None, world.now]
    assert {one.wording for one in told} == {"first"}
    assert isinstance(told[0], Consent)
