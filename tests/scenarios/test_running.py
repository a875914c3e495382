# ruff: noqa: E501  scenario files read best a step a line
"""Scenarios on the real engine: the clock, the history, every expectation, and what a failure says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.scenarios.conftest import Play

from tipstaff.scenarios import Theatre, as_data, as_text, summary
from tipstaff.scenarios.running import examine_file

HEAD = "policy: demo\nscenarios:\n"


def one(steps: str, given: str = "{}") -> str:
    indented = "\n".join("      " + line for line in steps.strip().splitlines())
    return f"{HEAD}  - name: one\n    clause: demo.words\n    given: {given}\n    steps:\n{indented}\n"


def send(text: str = "hello", more: str = "") -> str:
    data = f'{{channel: sms, from: A, to: "+33612345678", text: "{text}", purpose: service}}'
    return f"{{type: message.send, account: acme, {more}data: {data}}}"


def failed(play: Play, text: str) -> str:
    run = play(text)
    assert (run.passed, run.failed) == (0, 1)
    return "\n".join(as_text(run))


def passes(play: Play, text: str) -> None:
    run = play(text)
    assert "\n".join(as_text(run)) == ""
    assert (run.passed, run.failed) == (1, 0)


def test_a_breach_and_an_honest_use(play: Play) -> None:
    passes(play, one(f"""
- event: {send("forbidden")}
  expect: {{verdict: deny, clauses: [demo.words], not_clauses: [demo.many], masked: ["+33612345678"]}}
- event: {send("hello")}
  expect: {{verdict: [allow, review], not_clauses: demo.words}}
"""))  # fmt: skip


def test_a_failure_shows_step_expected_came_and_reasons(play: Play) -> None:
    said = failed(play, one(f"""
- event: {send("hello")}
  expect: {{verdict: allow}}
- event: {send("forbidden")}
  expect: {{verdict: allow}}
"""))  # fmt: skip

    assert re.search(r"FAILED .*file\.yaml:3: one\n  step 2 \(line 10\): `verdict` does not hold\n", said)
    assert "    expected verdict: allow\n    came     verdict: deny\n" in said
    assert "deny by demo.words, demo.word/said: It says forbidden to +33…678." in said


@pytest.mark.parametrize(
    ("expect", "came"),
    [
        ("{clauses: [demo.many]}", "demo.words"),
        ("{not_clauses: [demo.words]}", "demo.words"),
        ("{until: 2026-11-18T09:00:00Z}", "nothing"),
        ("{obligations: [throttle]}", "none"),
        ("{authorizations: [a1]}", "none"),
        ("{error: true}", "no error"),
        ("{account: {id: acme, standing: suspended}}", "standing: good"),
        ("{suppressed: {recipient: '+33612345678', channel: sms}}", "is: false"),
        ("{masked: [demo.words]}", "found: demo.words"),
        ("{recorded: {kind: nothing}}", "none like it"),
        ("{consent: {account: acme, recipient: '+33612345678', channel: sms, purpose: marketing}}", "none"),
        ("{number: {number: '+33600000000', state: active}}", "nothing"),
        ("{licence: {id: l1}}", "nothing"),
        ("{meter: {account: acme, meter: messages, used: 1}}", "nothing"),
        ("{result: {a: 1}}", "nothing"),
    ],
)
def test_every_expectation_can_fail(play: Play, expect: str, came: str) -> None:
    said = failed(play, one(f"- event: {send('forbidden')}\n  expect: {expect}"))

    assert came in said.split("came ", 1)[1]


def test_history_repeats_and_the_clock(play: Play) -> None:
    passes(play, one(f"""
- event: {send()}
  expect: {{verdict: review, clauses: [demo.many], obligations: [throttle]}}
- wait: 2h
- event: {send()}
  expect: {{verdict: allow}}
- repeat: 4
  every: 1m
  event: {send("n{i}")}
  expect: {{verdict: review}}
- at: +1d
  repeat: 3
  every: 1h1m
  event: {send()}
  expect_each: {{verdict: allow}}
""", f"{{history: [{{repeat: 3, every: 10m, until: '-5m', event: {send()}}}]}}"))  # fmt: skip


def test_asking_is_judged_and_leaves_no_trace(play: Play) -> None:
    """Told four times in an hour it is too often; asked a hundred times it is not told once."""
    passes(play, one(f"""
- ask: {send("forbidden")}
  expect: {{verdict: deny, clauses: [demo.words]}}
- ask: {send()}
  repeat: 100
  every: 1s
  expect_each: {{verdict: allow}}
- event: {send()}
  repeat: 3
  expect_each: {{verdict: allow}}
- ask: {send()}
  expect: {{verdict: review, clauses: [demo.many]}}
"""))  # fmt: skip
    assert "`verdict` does not hold" in failed(play, one(f"- ask: {send('forbidden')}\n  expect: {{verdict: allow}}"))


def test_history_ends_before_now_by_until_and_one_interval(play: Play) -> None:
    """Three events, ten minutes apart, until 25 minutes ago: the oldest 55 minutes ago, all within the hour."""
    near = f"{{history: [{{repeat: 3, every: 10m, until: '-25m', event: {send()}}}]}}"
    far = f"{{history: [{{repeat: 3, every: 10m, until: '-35m', event: {send()}}}]}}"

    passes(play, one(f"- event: {send()}\n  expect: {{verdict: review}}", near))
    passes(play, one(f"- event: {send()}\n  expect: {{verdict: allow}}", far))


def test_ids_tell_repeats_and_conflicts(play: Play) -> None:
    passes(play, one(f"""
- event: {send("hello", "id: e1, ")}
- event: {send("hello", "id: e1, ")}
  expect: {{verdict: allow}}
- event: {send("other", "id: e1, ")}
  expect: {{error: conflict}}
"""))  # fmt: skip


def test_versions_by_date_and_by_name(play: Play) -> None:
    step = f"- event: {send('forbidden')}\n  expect: {{verdict: VERDICT}}"
    passes(play, one(step.replace("VERDICT", "deny")))
    passes(play, one(step.replace("VERDICT", "allow"), "{now: 2025-12-31T23:59:59Z}"))
    passes(play, one(step.replace("VERDICT", "allow")).replace("policy: demo", "policy: demo\nversion: old"))
    passes(play, one(step.replace("VERDICT", "deny"), "{now: 2019-01-01T00:00:00Z}"))


def test_defer_until_and_effects(play: Play) -> None:
    passes(play, one("""
- event: {type: message.send, account: acme, data: {channel: sms, from: A, to: "+33612345678", text: x, purpose: marketing}}
  expect: {verdict: defer, until: {after: 2026-11-18T08:59:59Z, before: 2026-11-18T09:00:00Z}}
- event: {type: message.received, account: acme, data: {channel: sms, from: "+33612345678", to: A, text: STOP}}
  expect: {verdict: allow, suppressed: {recipient: "+33612345678", channel: sms, is: true}}
- event: {type: message.send, account: acme, data: {channel: sms, from: A, to: "+33612345678", text: x, purpose: service}}
  expect: {verdict: deny, clauses: [demo.stop]}
""", "{now: 2026-11-18T08:00:00Z}"))  # fmt: skip


def test_commands_their_answers_errors_and_audit(play: Play) -> None:
    passes(play, one("""
- do: consent.grant
  with: {account: acme, recipient: "+33612345678", channel: sms, purpose: marketing, level: double}
  expect: {consent: {account: acme, recipient: "+33612345678", channel: sms, purpose: marketing, level: double, is: true}, recorded: {kind: command, command: consent.grant}}
- wait: 1s
- do: consent.prove
  with: {account: acme, recipient: "+33612345678", channel: sms}
  expect: {proof: {is: true}}
- do: consent.grant
  with: {account: acme}
  expect: {error: invalid}
- do: account.put
  with: {id: acme, standing: limited}
  expect: {account: {id: acme, standing: limited}}
- do: meter.put
  with: {account: acme, meter: messages, limit: 10, used: 3}
  expect: {meter: {account: acme, meter: messages, used: 3, limit: 10}}
- do: number.put
  with: {number: "+33600000000", account: acme}
  expect: {number: {number: "+33600000000", account: acme, state: active}}
"""))  # fmt: skip


def test_two_people_allow_what_the_policy_wants_two_people_for(play: Play) -> None:
    people = "people: [{id: lea, role: lead}, {id: max, role: lead}, {id: cus, role: customer, account: acme}]"
    asked = "id: az, account: acme, use: words, scope: {channel: sms}, until: 2026-12-01T00:00:00Z"
    passes(play, one(f"""
- do: authorization.request
  as: cus
  with: {{{asked}}}
- do: authorization.grant
  with: {{id: az}}
  expect: {{error: second-person-required}}
- do: authorization.grant
  as: lea
  with: {{id: az}}
  expect: {{result: {{state: pending-approval}}}}
- event: {send("forbidden")}
  expect: {{verdict: deny}}
- do: authorization.grant
  as: lea
  with: {{id: az}}
  expect: {{error: same-person}}
- do: authorization.grant
  as: max
  with: {{id: az}}
  expect: {{result: {{state: granted}}, recorded: {{command: authorization.grant}}}}
- event: {send("forbidden")}
  expect: {{verdict: allow, authorizations: [az]}}
""", given=f"{{{people}}}"))  # fmt: skip


@pytest.mark.parametrize(
    ("granted", "error"),
    [
        ("scope: {channel: sms}, until: 2027-02-16T14:00:00Z", ""),
        ("scope: {channel: sms}, until: 2027-02-16T14:00:01Z", "out-of-scope"),
        ("scope: {channel: sms}", "out-of-scope"),
        ("scope: {to: '+33612345678'}, until: 2026-12-01T00:00:00Z", "incomplete"),
    ],
)
def test_an_authorization_keeps_to_the_scope_and_length_of_the_policy(play: Play, granted: str, error: str) -> None:
    expected = f"error: {error}" if error else "result: {state: pending-approval}"
    passes(play, one(f"""
- do: authorization.grant
  as: lea
  with: {{account: acme, use: words, {granted}}}
  expect: {{{expected}}}
""", given="{people: [{id: lea, role: lead}]}"))  # fmt: skip


def test_an_authorization_lifts_and_is_named(play: Play) -> None:
    given = "{authorizations: [{id: a1, account: acme, use: words, from: 2026-01-01T00:00:00Z, until: 2027-01-01T00:00:00Z}]}"
    passes(play, one(f"- event: {send('forbidden')}\n  expect: {{verdict: allow, authorizations: [a1]}}", given))


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("- do: appeal.submit\n  with: {id: a, case: c, text: x}", "appeal.submit"),
        ("- wait: 1h\n  expect: {account: {id: acme, bound_version: {demo: a}}}", "account.bound_version"),
    ],
)
def test_what_comes_later_fails_its_scenario_only(play: Play, step: str, name: str) -> None:
    later = one(step) + f"  - name: two\n    clause: demo.words\n    steps:\n      - event: {send()}\n"

    run = play(later)

    assert (run.passed, run.failed) == (1, 1)
    assert f"not there yet: {name}" in "\n".join(as_text(run))


def test_a_clause_that_is_still_to_come_is_proven_by_nothing(play: Play) -> None:
    said = failed(play, one("- wait: 1h").replace("clause: demo.words", "clause: valiantys.scope"))

    assert "not there yet: valiantys.scope" in said


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (one("- wait: 1h").replace("clause: demo.words", "clause: demo.wrods"), 4),
        (one("- wait: 1h").replace("clause: demo.words", "clause: [demo.many, demo.wrods]"), 4),
        (one(f"- event: {send()}\n  expect: {{clauses: demo.wrods}}"), 8),
        (one(f"- event: {send()}\n  expect_each: {{not_clauses: [demo.many, demo.wrods]}}"), 8),
    ],
)
def test_a_misspelt_clause_refuses_the_file(play: Play, text: str, line: int) -> None:
    (found,) = play(text).refused.values()

    assert [(one.code, one.place.line, one.hint) for one in found] == [
        ("unknown-clause", line, "did you mean `demo.words`?")
    ]


def test_clauses_of_other_policies_may_be_named(play: Play) -> None:
    passes(play, one(f"- event: {send()}\n  expect: {{not_clauses: [messagebird.sms.consent, valiantys.scope]}}"))


def test_what_comes_after_an_expected_refusal_looks_at_its_own_outcome(play: Play) -> None:
    bad = "{type: message.send, account: acme, data: {channel: pigeon}}"
    passes(play, one(f"""
- event: {send("forbidden")}
- event: {bad}
  expect: {{error: invalid}}
- wait: 1h
- wait: 1h
  expect: {{verdict: deny, clauses: [demo.words]}}
- do: consent.grant
  with: {{account: acme}}
  expect: {{error: invalid}}
- wait: 1s
  expect: {{account: {{id: acme, standing: good}}}}
- event: {send()}
  expect: {{verdict: allow}}
"""))  # fmt: skip


def test_a_wait_has_no_error(play: Play) -> None:
    bad = "{type: message.send, account: acme, data: {channel: pigeon}}"
    said = failed(play, one(f"- event: {bad}\n  expect: {{error: invalid}}\n- wait: 1h\n  expect: {{error: true}}"))

    assert "step 2" in said
    assert "came     error: no error" in said


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (
            "- at: 2026-11-18T13:59:59Z\n  wait: 1h",
            "`at` is 2026-11-18T13:59:59Z, but it is 2026-11-18T14:00:00Z already",
        ),
        ("- wait: 2h\n- at: +1h\n  wait: 1h", "`at` is 2026-11-18T15:00:00Z, but it is 2026-11-18T16:00:00Z already"),
        (
            f"- event: {send()}\n  repeat: 3\n  every: 1h\n- at: +1h\n  wait: 1h",
            "but it is 2026-11-18T16:00:00Z already",
        ),
        (f"- event: {send()}\n  repeat: 20000\n  every: 1h\n- at: +1h\n  wait: 1h", "`at` is 2026-11-18T15:00:00Z"),
        ("- at: 9999-12-31T00:00:00Z\n  wait: 100d", "lies outside the years 1 to 9999"),
    ],
)
def test_time_never_runs_backwards(play: Play, steps: str, said: str) -> None:
    (found,) = play(one(steps)).refused.values()

    assert len(found) == 1
    assert said in found[0].message
    assert "at:" in found[0].source


def test_steps_may_follow_at_once(play: Play) -> None:
    passes(play, one(f"- event: {send()}\n  repeat: 3\n  every: 1h\n- at: +2h\n  wait: 1h\n- at: +3h\n  wait: 1h"))


def test_a_table_is_found_among_the_records_of_an_answer(play: Play) -> None:
    proven = """
- do: consent.grant
  with: {account: acme, recipient: "+33612345678", channel: sms, purpose: service, proof: a.pdf}
- do: consent.grant
  with: {account: acme, recipient: "+33612345678", channel: sms, purpose: marketing, proof: x.pdf}
- do: consent.prove
  with: {account: acme, recipient: "+33612345678", channel: sms}
  expect: {result: {proof: {proof: PROOF, purpose: marketing}}}
"""
    passes(play, one(proven.replace("PROOF", "x.pdf")))
    assert "`result` does not hold" in failed(play, one(proven.replace("PROOF", "a.pdf")))


def test_standards_of_a_programme_are_a_text_or_figures(play: Play) -> None:
    for written in ("Under 2 bounces a day", "{bounces: 2}"):
        programme = f"{{programmes: [{{account: acme, programme: trusted-sender, standards: {written}}}]}}"
        passes(play, one(f"- event: {send()}\n  expect: {{verdict: allow}}", programme))
    given = "{programmes: [{account: acme, programme: trusted-sender, standards: [1]}]}"
    (found,) = play(one("- wait: 1h", given)).refused.values()
    assert [one.code for one in found] == ["wrong-value"]


def test_words_like_numbers_are_words(play: Play) -> None:
    for word in ("e1", "E5", "e10", "-e3", ".", "-", "1e999", "9" * 5000):
        text = one(
            f"- event: {send()}\n  expect: {{verdict: allow}}", f"{{accounts: [{{id: acme, facts: {{x: {word}}}}}]}}"
        )
        run = play(text)
        assert (run.passed, run.failed) == (1, 0), word


def test_an_odd_file_runs_and_is_warned_of(theatre: Theatre, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(f"{HEAD}  - name: one\n    clause: demo.words\n    steps: []\n", encoding="utf-8")

    (found,) = examine_file(path, theatre, ["demo"])

    assert (found.code, found.severity, found.place.line) == ("scenario-without-expectation", "warning", 3)
    assert found.source


def test_two_scenarios_of_one_name_run_and_are_warned_of(theatre: Theatre, play: Play, tmp_path: Path) -> None:
    text = one(f"- event: {send()}\n  expect: {{verdict: allow}}")
    twice = text + text[text.index("  - name:") :]
    (tmp_path / "file.yaml").write_text(twice, encoding="utf-8")

    (found,) = examine_file(tmp_path / "file.yaml", theatre, ["demo"])

    assert (found.code, found.severity) == ("duplicate-name", "warning")
    assert play(twice).passed == 2


def test_an_event_that_is_refused_fails_unless_that_is_expected(play: Play) -> None:
    bad = "{type: message.send, account: acme, data: {channel: pigeon}}"

    passes(play, one(f"- event: {bad}\n  expect: {{error: invalid}}"))
    run = play(one(f"- event: {bad}"))
    assert run.failed == 1
    (found,) = run.refused.values()
    assert {one.code for one in found} == {"wrong-event"}
    assert len(found) == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (one("- wait: 1h").replace("policy: demo", "policy: dmeo"), "unknown-policy"),
        (one("- wait: 1h").replace("policy: demo", "policy: demo\nversion: newer"), "unknown-version"),
        (one("- event: {type: message.sned, account: a, data: {}}"), "unknown-event"),
        (one("- do: account.put\n  with: {id: a, standin: good}"), "unknown-key"),
    ],
)
def test_names_that_the_packs_do_not_have_refuse_the_file(play: Play, text: str, code: str) -> None:
    run = play(text)

    (found,) = run.refused.values()
    assert [one.code for one in found] == [code]
    assert "did you mean" in found[0].hint
    assert found[0].source
    assert summary(run) == "0 passed, 1 failed"


def test_the_data_says_what_the_text_says(play: Play) -> None:
    run = play(one(f"- event: {send('forbidden')}\n  expect: {{verdict: allow}}"))

    data = as_data(run)
    assert (data["passed"], data["failed"]) == (0, 1)
    (scenario,) = data["scenarios"]
    assert scenario["clauses"] == ["demo.words"]
    (failure,) = scenario["failures"]
    assert (failure["step"], failure["key"], failure["expected"], failure["came"]) == (1, "verdict", "allow", "deny")


def test_a_stack_of_policies(play: Play) -> None:
    text = one(f"- event: {send('forbidden')}\n  expect: {{clauses: [demo.words]}}")
    passes(play, text.replace("policy: demo", "policy: [demo]"))


def test_expect_each_looks_at_every_telling(play: Play) -> None:
    said = failed(play, one(f"""
- events:
    - {send("forbidden")}
    - {send("hello")}
  expect_each: {{verdict: allow}}
"""))  # fmt: skip

    assert "telling 1 of 2: `verdict` does not hold" in said
    assert "telling 2 of 2" not in said


def test_the_number_of_a_repetition_reaches_every_text(play: Play) -> None:
    passes(play, one(f"""
- repeat: 2
  event: {send("n{i}", "id: 'e{i}', ")}
- event: {send("n7", "id: e1, ")}
  expect: {{error: conflict}}
"""))  # fmt: skip


def test_a_field_of_a_record_may_be_one_of_several(play: Play) -> None:
    opened = "- do: case.open\n  with: {id: c1, account: acme, clause: demo.words, severity: 2}\n  expect: {cases: %s}"

    passes(play, one(opened % "{id: c1, state: [claimed, open], severity: [2, 3]}"))
    assert "severity" in failed(play, one(opened % "{id: c1, state: [open], severity: [3, 4]}"))


@pytest.mark.parametrize("word", ["yes", "on", "True", "TRUE", "true"])
def test_flags_in_all_words_of_yaml(play: Play, word: str) -> None:
    given = f"{{accounts: [{{id: acme, trial: {word}}}]}}"

    passes(play, one(f"- event: {send()}\n  expect: {{verdict: allow}}", given))


def test_no_proof_is_what_may_be_expected(play: Play) -> None:
    prove = '- do: consent.prove\n  with: {account: acme, recipient: "+33612345678", channel: sms}\n  expect: %s'

    passes(play, one(prove % "{proof: {is: false}}"))
    passes(play, one(prove % "{error: not-found}"))
    assert "not-found" in failed(play, one(prove % "{proof: {is: true}}"))


def test_an_audit_entry_is_found_by_the_command_or_by_its_kind(play: Play) -> None:
    put = "- do: account.put\n  with: {id: acme}\n  expect: {recorded: %s}"

    passes(play, one(put % "{kind: account.put}"))
    passes(play, one(put % "{kind: command, command: account.put}"))
    assert "none like it" in failed(play, one(put % "{kind: account.close}"))
