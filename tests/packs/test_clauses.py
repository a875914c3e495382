"""What the shipped packs say."""

from __future__ import annotations

import pytest

from tipstaff.policy import Bundle, Clause
from tipstaff.policy.outline import shipped_outline
from tipstaff.scenarios import Theatre

WHOLE = ("valiantys", "dexero", "clever-cloud", "milesoft")
SMS = (
    "consent", "opt-out-language", "do-not-contact", "consent-record", "consent-proof", "resellers", "content", "age",
    "jurisdiction", "daytime", "compliance-evidence", "evasion", "sender-identity", "fraud", "bulk", "proof-24h",
    "complaints", "billing",
)  # fmt: skip


@pytest.fixture(scope="module")
def theatre() -> Theatre:
    return Theatre()


def clauses(theatre: Theatre, policy: str) -> tuple[Clause, ...]:
    return theatre.bundles((policy,)).bundle.clauses[policy]


def test_the_host_has_all_its_clauses(theatre: Theatre) -> None:
    assert len({clause.id for clause in clauses(theatre, "clever-cloud")}) == 22


def test_a_whole_policy_has_every_clause_of_the_outline(theatre: Theatre) -> None:
    outline = shipped_outline()
    for policy in WHOLE:
        listed = {entry.id: (entry.ref, entry.kind, entry.control) for entry in outline if entry.policy == policy}
        held = {clause.id: (clause.ref, clause.kind, clause.control) for clause in clauses(theatre, policy)}

        assert listed
        assert held == listed


def test_the_sms_part_is_whole(theatre: Theatre) -> None:
    sms = {clause.id for clause in clauses(theatre, "messagebird") if clause.id.startswith("messagebird.sms.")}

    assert sms == {f"messagebird.sms.{name}" for name in SMS}


@pytest.mark.parametrize("policy", [*WHOLE, "messagebird"])
def test_every_text_is_said_in_both_languages_and_differs(theatre: Theatre, policy: str) -> None:
    bundle: Bundle = theatre.bundles((policy,)).bundle
    for clause in bundle.clauses[policy]:
        assert clause.text["en"].strip()
        assert clause.text["fr"].strip()
        assert clause.text["en"] != clause.text["fr"]


def test_messaging_bots_came_with_the_revision(theatre: Theatre) -> None:
    bundle = theatre.bundles(("clever-cloud",)).bundle
    before, after = (version.name for version in bundle.policies["clever-cloud"].versions)

    assert bundle.clause("clever-cloud", before, "clever-cloud.messaging-bots") is None
    assert bundle.clause("clever-cloud", after, "clever-cloud.messaging-bots") is not None
    assert bundle.clause("clever-cloud", before, "clever-cloud.crypto-mining") is not None


def test_the_archived_terms_keep_their_interval(theatre: Theatre) -> None:
    (version,) = theatre.bundles(("messagebird",)).bundle.policies["messagebird"].versions

    assert (version.name, str(version.since.date()), str(version.until and version.until.date())) == (
        "2022-02-28",
        "2022-02-28",
        "2023-05-03",
    )
