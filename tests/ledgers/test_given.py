from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tipstaff.ledgers.given import GIVEN, KEYS
from tipstaff.ledgers.records.every import KINDS
from tipstaff.vocab.errors import Invalid

EVERYTHING = """
accounts:
  - {id: acme, parent: group, name: Acme, country: FR, locale: fr, plan: standard, standing: good, trial: true,
     created_at: "2025-01-01T00:00:00Z", purpose: shoes, emails: [a@acme.example], holidays: FR-GES,
     hours: {days: mon-fri, from: "09:00", to: "18:00", zone: Europe/Paris}, facts: {any: value}}
consents:
  - {account: acme, recipient: "+33612345678", channel: any, purpose: marketing, level: written, active: true,
     granted_at: "2026-01-05T00:00:00Z", revoked_at: "2026-06-01T00:00:00Z", expires_at: "2027-01-01T00:00:00Z",
     source: web, wording: Oui, language: fr, proof: form.pdf}
recipients:
  - {recipient: a@b.fr, country: FR, region: IDF, zone: Europe/Paris, born: "1990-05-17", age_assured: 18, language: fr,
     eea: true}
suppressions:
  - {recipient: a@b.fr, kind: trap, at: "2026-01-05T00:00:00Z"}
  - {account: acme, recipient: a@b.fr, channel: email, kind: manual, purpose: marketing}
registers: [{name: bloctel, country: FR, loaded_at: "2026-11-01T00:00:00Z", entries: ["+33612345678"]}]
authorizations:
  - {id: az, account: acme, use: load-test, scope: {target: [a, b]}, from: "2026-01-01T00:00:00Z",
     until: "2027-01-01T00:00:00Z", granted_by: lea, conditions: at night}
senders: [{account: acme, sender: ACME, channel: sms, registered_at: "2026-01-01T00:00:00Z"}]
protected_names: [{name: Bird, owner: bird, kind: operator}]
numbers:
  - {number: "+33187654321", account: acme, use: support, end_user: {name: Bob, address: here, country: FR},
     assigned_at: "2026-01-01T00:00:00Z", last_used_at: "2026-02-01T00:00:00Z", forward_to: "+33112345678"}
domains: [{domain: acme.example, account: acme, verified_at: "2026-01-01T00:00:00Z"}]
addresses: [{address: 192.0.2.1, account: acme}]
licences:
  - {id: L1, account: acme, product: mta, kind: server, servers: 1, seats: 2, volume: 3, from: "2026-01-01T00:00:00Z",
     until: "2027-01-01T00:00:00Z"}
meters:
  - {account: acme, meter: messages, limit: 100, hard: true, cap: 150, paid: true, used: 3, period: day,
     notify: [a@b.fr]}
terms: [{account: acme, terms: whatsapp, version: "1", accepted_at: "2026-01-01T00:00:00Z"}]
acceptances: [{account: acme, policy: bird, version: "1", accepted_at: "2026-01-01T00:00:00Z", language: fr}]
notified: [{account: acme, policy: bird, version: "2", at: "2026-01-01T00:00:00Z", objected_at: "2026-01-02T00:00:00Z"}]
channels: [{account: acme, channel: viber, handle: acme, approved: true, verified: true, owner: acme, active: true}]
features: [{account: acme, feature: recording, enabled: true}]
programmes: [{account: acme, programme: trusted-sender, subject: 192.0.2.1, volume: 5, standards: {bounces: 0.1}}]
lists:
  {sanctioned_countries: [KP], sanctioned_parties: [X], terrorist_names: [Y], hashes: [{sha256: ab, kind: csam}],
   canaries: [a@b.fr], brands: [Bird]}
people: [{id: lea, role: lead}, {id: cus, role: customer, account: acme}]
"""


def test_everything_that_the_contract_lists_can_be_given(world) -> None:
    given = yaml.safe_load(EVERYTHING)
    assert set(given) == KEYS
    world.give(**given)
    kept = {kind for kind in world.shelf._entries if "." not in kind}
    assert kept == set(KINDS) - {"published-terms", "register-blocks", "register-filters", "seats", "seat-counts"}


def test_no_field_of_the_contract_is_left_untested() -> None:
    """Each row type's fields stand in the example above, but for those that extend the contract."""
    given = yaml.safe_load(EVERYTHING)
    beyond = {
        "accounts": {"channels"},
        "consents": {"sender", "address", "method", "resubscribe"},
        "suppressions": {"reach", "sender", "brand", "until", "method"},
        "authorizations": {"state"},
        "senders": {"brand"},
        "numbers": {"state", "reason"},
        "licences": {"deletion_certified_at"},
        "meters": {"used_at"},
        "programmes": {"state"},
    }
    for key, rows in GIVEN.items():
        shown = {name for row in given[key] for name in row}
        assert set(rows.row.__struct_encode_fields__) - shown == beyond.get(key, set()), key


def test_what_is_not_a_ledgers_is_passed_over(world) -> None:
    world.give(now="2026-11-18T14:00:00Z", history=[{}], accounts=None)


def test_every_wrong_row_is_named_with_its_place(world) -> None:
    with pytest.raises(Invalid) as raised:
        world.give(
            accounts=[{"id": "a", "standing": "fine"}, {"idd": "b"}],
            consents=[{"account": "a", "recipient": "x", "channel": "sms"}],
            people={"id": "x"},
            lists={"hashes": [{"kind": "x"}], "brands": "Bird"},
        )
    assert [fault.path for fault in raised.value.faults] == [
        "given.accounts[0].standing",
        "given.accounts[1].idd",
        "given.accounts[1].id",
        "given.consents[0].purpose",
        "given.people",
        "given.lists.hashes[0].sha256",
        "given.lists.brands.values",
    ]
    assert "one of good, limited, suspended, terminated" in str(raised.value.faults[0])


def test_given_states_may_lie_in_the_future(world) -> None:
    world.give(
        consents=[
            {
                "account": "acme",
                "recipient": "x",
                "channel": "sms",
                "purpose": "otp",
                "granted_at": "2030-01-01T00:00:00Z",
            }
        ],
        terms=[{"account": "acme", "terms": "gbm", "accepted_at": "2030-01-01T00:00:00Z"}],
    )
    assert not world.ask("terms.accepted", "gbm")


def test_packs_that_ship_give_only_what_can_be_given(world) -> None:
    """The scenarios of the packs name states; each key they use is one of ours or the runner's."""
    packs = Path(__file__).parents[2] / "src" / "tipstaff" / "packs"
    used = set()
    for path in packs.glob("*/scenarios/*.yaml"):
        document = yaml.safe_load(re.sub(r"!\w+", "", path.read_text(encoding="utf-8")))
        for given in [document.get("given"), *(one.get("given") for one in document["scenarios"])]:
            used |= set(given or {})
    assert used <= KEYS | {"now", "history"}
