# ruff: noqa: E501  scenario files read best a row a line
"""A file that uses every key of the contract as somebody would who has only the reference: it is read and it runs."""

from __future__ import annotations

from tests.scenarios.conftest import Play

from tipstaff.ledgers.commands import NAMES
from tipstaff.scenarios import as_text

GIVEN = """
policy: [clever-cloud, messagebird]
given:
  now: 2023-03-01T14:00:00Z
  accounts:
    - {id: acme, parent: reseller, name: Acme, country: FR, locale: fr, plan: standard, standing: good, trial: false, created_at: 2020-01-01T00:00:00Z,
       purpose: retail, emails: [ops@acme.example], holidays: FR, hours: {days: "mon-fri", from: "09:00", to: "18:00", zone: "Europe/Paris"}, facts: {a: 1, b: [x]}}
    - {id: third, holidays: DE-BY, locale: en, standing: suspended}
  consents:
    - {account: acme, recipient: "+33612345678", channel: sms, purpose: marketing, level: written, granted_at: 2023-01-05T00:00:00Z, source: web, wording: "I agree", language: fr, active: true, proof: form.pdf}
    - {account: acme, recipient: "+33612345679", channel: any, purpose: any, granted_at: 2023-01-05T00:00:00Z, revoked_at: 2023-02-01T00:00:00Z}
    - {account: acme, recipient: ada@example.org, channel: email, purpose: marketing, level: double, granted_at: 2023-01-05T00:00:00Z, expires_at: 2024-01-01T00:00:00Z}
  recipients: [{recipient: "+33612345678", country: FR, region: IDF, zone: Europe/Paris, born: 1990-05-01, age_assured: 18, language: fr, eea: true}, {recipient: "@ada"}]
  suppressions: [{recipient: "+33612345680", kind: keyword, at: 2023-02-01T00:00:00Z}, {account: acme, recipient: bob@example.org, channel: email, kind: hard-bounce, at: 2023-02-01T00:00:00Z}]
  registers: [{name: bloctel, country: FR, loaded_at: 2023-02-20T00:00:00Z, entries: ["+33612345681"]}]
  authorizations: [{id: a1, account: acme, use: security-test, scope: {target: app.example.org, kind: [security, load]}, from: 2023-01-01T00:00:00Z, until: 2024-01-01T00:00:00Z, granted_by: lea, conditions: "at night"}]
  senders: [{account: acme, sender: ACME, channel: sms, registered_at: 2022-01-01T00:00:00Z}, {account: acme, sender: "+33644600100"}]
  protected_names: [{name: Tipstaff, owner: reseller, kind: operator}, {name: BigBank}]
  numbers: [{number: "+33187654321", account: acme, use: support, end_user: Bob, assigned_at: 2022-01-01T00:00:00Z, last_used_at: 2023-01-01T00:00:00Z, forward_to: "+33112345678"}]
  domains: [{domain: acme.example, account: acme, verified_at: 2022-01-01T00:00:00Z}]
  addresses: [{address: 192.0.2.4, account: acme}]
  licences: [{id: l1, account: acme, product: suite, kind: seats, seats: 10, servers: 2, volume: 5.5, from: 2022-01-01T00:00:00Z, until: 2024-01-01T00:00:00Z}]
  meters: [{account: acme, meter: messages, limit: 100, hard: true, cap: 120, paid: true, used: 10, period: month, notify: [ops@acme.example]}]
  terms: [{account: acme, terms: meta, version: "1", accepted_at: 2022-01-01T00:00:00Z}]
  acceptances: [{account: acme, policy: messagebird, version: 2022-02-28, accepted_at: 2022-03-01T00:00:00Z, language: fr}]
  notified: [{account: acme, policy: messagebird, version: "2022-02-28", at: 2022-02-01T00:00:00Z, objected_at: 2022-02-10T00:00:00Z}]
  channels: [{account: acme, channel: whatsapp, handle: "+33600", approved: true, verified: false, owner: acme, active: true}]
  features: [{account: acme, feature: recording, enabled: true}]
  programmes: [{account: acme, programme: trusted-sender, subject: acme.example, volume: 1000, standards: {bounce: 0.02}}]
  lists: {sanctioned_countries: [KP], sanctioned_parties: [Evil Corp], terrorist_names: [X Y], hashes: [{sha256: "aa", kind: malware}, {pdq: "bb", kind: csam}], canaries: ["+33699999999"], brands: [Gucci]}
  people: [{id: lea, role: lead}, {id: pol, role: policy}, {id: app, role: appeals}, {id: spe, role: specialist}, {id: aud, role: auditor}, {id: cus, role: customer, account: acme}, {id: rep, role: reporter}]
  history:
    - {event: {type: message.received, account: acme, data: {channel: sms, from: "+33612345690", to: ACME, text: Bonjour}}}
    - {repeat: 3, every: 1h, until: "-5m", event: {type: message.send, account: acme, data: {channel: sms, from: ACME, to: "+3361234{i}678", text: "Msg {i}", purpose: service}}}
"""
SCENARIOS = """
scenarios:
  - name: every key of the state, and an event
    clause: [messagebird.sms.consent, messagebird.sms.content]
    steps:
      - event: {type: message.send, account: acme, id: e1, data: {channel: sms, from: ACME, to: "+33612345678", text: "Bonjour", purpose: marketing}}
        expect: {verdict: [allow, defer], not_clauses: [messagebird.sms.consent], masked: "+33612345678", recorded: {kind: seal}}
  - name: repeats, waits and times
    clause: messagebird.sms.consent
    given: {accounts: [], history: []}
    steps:
      - events:
          - {type: message.send, account: new, data: {channel: sms, from: NEW, to: "+3361234567{i}", text: "n {i}", purpose: marketing}}
          - {type: message.send, account: new, data: {channel: sms, from: NEW, to: "+3361234567{i}", text: "n {i}", purpose: marketing}}
        repeat: 3
        every: 10s
        at: +1h
        expect_each: {verdict: deny, clauses: [messagebird.sms.consent]}
        expect: {verdict: deny}
      - wait: 1d2h
      - wait: 15bd:FR
      - wait: 1mo
      - event: {type: message.send, account: new, data: {channel: sms, from: NEW, to: "+33612345678", text: "x", purpose: marketing}}
        at: 2023-05-02T10:00:00Z
        expect: {verdict: deny, account: {id: new, standing: good}}
"""


def test_every_key_of_the_state_and_of_steps(play: Play) -> None:
    run = play(GIVEN + SCENARIOS)

    assert "\n".join(as_text(run)) == ""
    assert (run.passed, run.failed) == (2, 0)


def test_every_command_of_the_contract_is_a_command_or_still_to_come(play: Play) -> None:
    scenarios = [
        f"  - name: {name}\n    clause: messagebird.sms.content\n    steps:\n      - {{do: {name}, with: {{}}, expect: {{error: invalid}}}}\n"
        for name in sorted(NAMES)
    ]

    run = play("policy: messagebird\nscenarios:\n" + "".join(scenarios))

    said = "\n".join(as_text(run))
    assert run.passed + run.failed == len(NAMES)
    assert said.count("not there yet: ") == run.failed, said


def test_commands_of_the_product_beyond_the_contract_may_be_used(play: Play) -> None:
    run = play("""
policy: messagebird
scenarios:
  - name: a sender of its own
    clause: messagebird.sms.sender-identity
    given: {now: 2023-03-01T14:00:00Z}
    steps:
      - do: sender.put
        with: {account: acme, sender: ACME, channel: sms}
        expect: {recorded: {command: sender.put}}
      - event: {type: message.send, account: acme, data: {channel: sms, from: ACME, to: "+33612345678", text: "Bonjour", purpose: service}}
        expect: {not_clauses: [messagebird.sms.sender-identity]}
""")

    assert "\n".join(as_text(run)) == ""
