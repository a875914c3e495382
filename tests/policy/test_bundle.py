"""From files to a bundle: what is in it, what its hash depends on, what a reload costs and keeps."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.policy.conftest import KNOWLEDGE, Packs

from tipstaff.cel.syntax import Literal_
from tipstaff.policy import Bundle, Hole, Loader, LoadResult, compile_bundle, load, load_bundle, stack_at, version_at
from tipstaff.policy.load import Pack
from tipstaff.policy.rules.windows import window_id
from tipstaff.vocab.errors import PackInvalid
from tipstaff.vocab.verdict import Verdict

CLAUSES, CONSENT, NIGHT = "house/clauses.yaml", "house/controls/consent.yaml", "house/controls/night.yaml"


def loaded(folder: Path) -> LoadResult:
    result = load([folder], KNOWLEDGE)
    assert not result.diagnostics, [str(found) for found in result.diagnostics]
    return result


def test_a_rule_is_made_for_every_use_and_event_type(packs: Packs) -> None:
    bundle = compile_bundle(loaded(packs()))

    made = [(rule.clause, rule.id, rule.type) for rule in bundle.rules]
    assert made == [
        ("house.consent", "no-consent", "email.send"),
        ("house.consent", "no-consent", "message.send"),
        ("house.night", "asleep", "message.send"),
    ]
    consent = bundle.rules[1]
    assert (consent.verdict, consent.on_error, consent.mode, consent.severity) == (
        Verdict.DENY,
        Verdict.DENY,
        "live",
        3,
    )
    assert consent.versions == {"2024", "2025"}
    assert bundle.rules[2].versions == {"2025"}
    assert "params.purposes" not in consent.condition.reads
    assert consent.condition.reads == {"event.purpose", "event.account", "consent.held"}


def test_clauses_may_stand_in_several_files(packs: Packs) -> None:
    """The same clauses, the same hash of what they say; a doubled id names the file of the other one."""
    folder = packs()
    rules = [(rule.clause, rule.id, rule.type) for rule in compile_bundle(loaded(folder)).rules]
    first, second = (folder / CLAUSES).read_text().split("- id: house.night", 1)
    (folder / "house/clauses").mkdir()
    (folder / "house/clauses/consent.yaml").write_text(first)
    (folder / "house/clauses/night.yaml").write_text("- id: house.night" + second)
    (folder / CLAUSES).unlink()

    assert [(rule.clause, rule.id, rule.type) for rule in compile_bundle(loaded(folder)).rules] == rules

    (folder / CLAUSES).write_text(first)
    (found,) = load([folder], KNOWLEDGE).diagnostics
    assert (found.code, found.place.file.rpartition("/")[2]) == ("duplicate-id", "consent.yaml")
    assert found.hint is not None
    assert found.hint.endswith("of clauses.yaml")


def test_params_are_put_into_windows_and_equal_windows_are_one(packs: Packs) -> None:
    again = (
        "    - use: consent.required\n",
        "    - use: consent.required\n      with: {over: 2h}\n    - use: consent.required\n",
    )
    bundle = compile_bundle(loaded(packs("", {CLAUSES: [again]})))

    specification = "count of message.send by account over 2h"
    assert {name: window.specification for name, window in bundle.windows.items()} == {
        window_id(specification): specification
    }
    assert all(rule.windows == {window_id(specification)} for rule in bundle.rules if rule.id == "no-consent")
    holes = [hole.expression.reads for rule in bundle.rules for _, hole in rule.evidence]
    assert frozenset({window_id(specification)}) in holes


def test_personal_members_are_masked_in_texts(packs: Packs) -> None:
    bundle = compile_bundle(loaded(packs()))

    night = next(rule for rule in bundle.rules if rule.id == "asleep")
    assert [part.mask for part in night.explain["en"] if not isinstance(part, str)] == ["party"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("event.to", "party"),
        ("event.to.substring(2)", "party"),
        ("size(event.to)", ""),
        ("'x' + event.to", "party"),
        ("event.to == '' ? 'x' : event.to", "party"),
        ("event.to == '' ? 'x' : 'y'", ""),
        ("[event.to].map(t, t)", "party"),
        ("[event.to].map(t, t + '')", "party"),
        ("[event.to].map(t, t != '', t)", "party"),
        ("[event.to].map(t, [t])", "party"),
        ("[event.to].map(t, [t].map(u, u))", "party"),
        ("['x'].map(t, event.to)", "party"),
        ("[event.to].map(t, cel.bind(x, t, x))", "party"),
        ("[event.to].map(t, name.mailbox(t))", "party"),
        ("[event.to].map(t, name.mailbox(name.mailbox(t)))", "party"),
        ("[event.to].map(t, recipient.country(t))", "party"),
        ("[event.to].map(t, mail.law('x') + t)", "party"),
        ("[event.to].map(t, name.mailbox(t)).map(u, u)", "party"),
        ("[event.to].filter(t, t != '')", "party"),
        ("[event.to].filter(t, mail.law(t) != '')", "party"),
        ("[event.to].map(t, size(t))", ""),
        ("[event.to].map(t, mail.law(t))", ""),
        ("[event.to].map(t, mail.law(recipient.country(t) != '' ? recipient.country(t) : account.plan))", ""),
        ("[event.to].map(t, mail.law_lacks(recipient.country(t)))", ""),
        ("['x'].map(t, name.mailbox(t))", "within"),
        ("['x'].map(t, name.mailbox(event.to))", "within"),
        ("name.mailbox(event.to)", "within"),
        ("consent.last(event.to)", "within"),
        ("event.text", "within"),
        ("'x' + event.text.substring(2)", "within"),
        ("event.text == '' ? 'x' : 'y'", ""),
        ("account.plan", ""),
        ("account.id", ""),
        ("event.id", ""),
        ("cel.bind(x, event.ip, x)", "ip"),
        ("event.channel", ""),
    ],
)
def test_what_comes_of_a_personal_value_is_personal(packs: Packs, text: str, kind: str) -> None:
    changes = {NIGHT: [("Wait until morning, {event.to}.", f"{{{text}}}"), ("Attendez le matin, {event.to}.", "x")]}
    bundle = compile_bundle(loaded(packs("", changes)))

    night = next(rule for rule in bundle.rules if rule.id == "asleep")
    assert [part.mask for part in night.explain["en"] if not isinstance(part, str)] == [kind]


def test_the_hash_does_not_depend_on_files_order_or_formatting(packs: Packs) -> None:
    folder = packs()
    before = compile_bundle(loaded(folder)).hash

    clauses = (folder / CLAUSES).read_text()
    first, second = clauses.split("- id: house.night")
    (folder / CLAUSES).write_text(f"# moved\n- id: house.night{second}\n{first}".replace('ref: "1"', "ref: '1'"))
    (folder / "controls").mkdir()
    shutil.move(folder / NIGHT, folder / "controls" / "z.yaml")
    folded = (folder / CONSENT).read_text()
    plain = "      event.purpose in params.purposes\n      && !consent"
    assert plain in folded
    (folder / CONSENT).write_text(folded.replace(plain, "      event.purpose in params.purposes &&\n      !consent"))

    assert compile_bundle(loaded(folder)).hash == before
    assert before.startswith("sha256:")
    assert len(before) == len("sha256:") + 64


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (CONSENT, "event.purpose in params", "event.purpose  in params"),
        (CONSENT, "so far", "up to now"),
        (CONSENT, "default: 1h", "default: 3h"),
        (CLAUSES, "over: 2h", "over: 120m"),
        (CLAUSES, "severity: 3", "severity: 4"),
        (CLAUSES, "mass-mail", "mass-male"),
        (CLAUSES, "      unless", "      mode: shadow\n      unless"),
        (NIGHT, "'X-Night'", "'X-Nite'"),
        ("house/policy.yaml", "2025-01-01", "2025-01-02"),
        ("house/policy.yaml", "en: Nights.", "en: Night."),
    ],
)
def test_the_hash_depends_on_everything_that_means_something(packs: Packs, file: str, old: str, new: str) -> None:
    before = compile_bundle(loaded(packs())).hash

    assert compile_bundle(loaded(packs("", {file: [(old, new)]}))).hash != before


def test_the_hash_depends_on_what_stands_behind_the_names(packs: Packs) -> None:
    folder = packs()

    other = load([folder], replace(KNOWLEDGE, fingerprint="detectors 2"))

    assert compile_bundle(other).hash != compile_bundle(loaded(folder)).hash


def test_a_further_condition_of_a_use_is_joined_and_pointed_at(packs: Packs) -> None:
    use = ("    - use: consent.required\n", "    - use: consent.required\n      when: event.purpose == 'otp' // one\n")
    bundle = compile_bundle(loaded(packs("", {CLAUSES: [use]})))
    assert bundle.rules[0].condition.text.startswith("(event.purpose == 'otp' // one\n) && (")

    porpoise = (use[0], use[1].replace("event.purpose == 'otp' // one", "event.porpoise == 'otp'"))
    wrong = load([packs("", {CLAUSES: [porpoise]})], KNOWLEDGE).diagnostics
    places = {(Path(found.place.file).name, found.place.line, found.place.column, found.place.width) for found in wrong}
    assert places == {("clauses.yaml", 9, 13, len("event.porpoise"))}


def test_a_rule_that_can_never_be_true_is_left_out(packs: Packs) -> None:
    bundle = compile_bundle(
        loaded(packs("", {CONSENT: [("event.purpose in", "size(params.purposes) > 1 && event.purpose in")]}))
    )

    assert [rule.id for rule in bundle.rules] == ["asleep"]


def test_only_the_policies_wanted_are_loaded(packs: Packs) -> None:
    folder = packs("duplicates")

    assert not load([folder / "house"], KNOWLEDGE, policies=[]).packs
    missing = load([folder], KNOWLEDGE, policies=["hause"])
    assert ("unknown-policy", "did you mean `house`?") in {(found.code, found.hint) for found in missing.diagnostics}


def test_a_pack_that_does_not_compile_tells_everything(packs: Packs) -> None:
    folder = packs("conditions")

    with pytest.raises(PackInvalid) as refused:
        load_bundle([folder], KNOWLEDGE)

    assert refused.value.message.count("error[") == len(load([folder], KNOWLEDGE).diagnostics)


def test_a_reload_sees_changes_and_compiles_only_those(packs: Packs) -> None:
    folder = packs()
    loader = Loader(KNOWLEDGE)
    first = compile_bundle(loader.load([folder]))
    compiled = dict(loader._workshop._kept)

    text = (folder / NIGHT).read_text()
    (folder / NIGHT).write_text(text.replace("text.spam > 0.5", "text.spam > 0.6"))
    second = compile_bundle(loader.load([folder]))

    assert second.hash != first.hash
    assert second.rules[2].condition.text.startswith("text.spam > 0.6")
    anew = [key for key, value in loader._workshop._kept.items() if compiled.get(key) is not value]
    assert len(anew) == 1
    (folder / NIGHT).write_text(text)
    assert compile_bundle(loader.load([folder])).hash == first.hash


def test_texts_that_move_are_not_put_together_again(packs: Packs) -> None:
    folder, loader = packs(), Loader(KNOWLEDGE)
    before = compile_bundle(loader.load([folder])).rules
    compiled = dict(loader._workshop._kept)
    (folder / NIGHT).write_text("\n\n" + (folder / NIGHT).read_text())
    after = compile_bundle(loader.load([folder])).rules
    assert loader._workshop._kept == compiled, "what texts hold is kept with them"

    moved = [(one, other) for one, other in zip(before, after, strict=True) if one.place != other.place]
    assert moved
    for one, other in moved:
        assert other.place.line == one.place.line + 2
        assert other.condition is one.condition
        assert all(other.explain[language] is text for language, text in one.explain.items())


def test_a_text_is_put_together_for_each_event_type_and_each_value_that_it_names(packs: Packs) -> None:
    folder = packs()
    named = "{en: 'From {params.dawn} on, {event.to}.', fr: 'Dès {params.dawn}, {event.to}.'}"
    control = (folder / NIGHT).read_text().replace("on: [message.send]", "on: [message.send, call.start]")
    head, text, rest = control.partition(
        '{en: "Wait until morning, {event.to}.", fr: "Attendez le matin, {event.to}."}'
    )
    head = head.replace("  rules:", "  params: {dawn: {type: int}}\n  rules:")
    assert text
    (folder / NIGHT).write_text(head + named + rest)
    uses = "controls: [{use: night, with: {dawn: 6}}, {use: night, with: {dawn: 7}}]"
    (folder / CLAUSES).write_text((folder / CLAUSES).read_text().replace("controls: [{use: night}]", uses))

    rules = [rule for rule in compile_bundle(load([folder], KNOWLEDGE)).rules if rule.control == "night"]

    assert {(rule.type, rule.use) for rule in rules} == {
        (of, use) for of in ("message.send", "call.start") for use in (0, 1)
    }
    for rule in rules:
        dawn, to = (part for part in rule.explain["en"] if isinstance(part, Hole))
        assert isinstance(dawn.expression.tree, Literal_)
        assert dawn.expression.tree.value == rule.use + 6
        assert to.expression.environment is rule.condition.environment


def said(pack: Pack) -> list[object]:
    """What the rules of a pack come to, and where it is written."""
    holes = (
        (rule.sort_key, language, part if isinstance(part, str) else (part.expression.tree, part.mask))
        for rule in pack.rules
        for language, template in rule.explain.items()
        for part in template
    )
    return [*((rule.sort_key, rule.condition.tree, rule.place) for rule in pack.rules), *holes]


@pytest.mark.parametrize("edits", [1, 2])
def test_a_reload_says_what_loading_afresh_would(packs: Packs, edits: int) -> None:
    """Whatever is kept over reloads: after each edit of any file, and back again, mistakes included."""
    folder, loader = packs(), Loader(KNOWLEDGE)
    files = [CLAUSES, CONSENT, NIGHT]
    texts = {file: (folder / file).read_text() for file in files}
    for file in [*files, *files]:
        wrong, wider = texts[file].replace("event.", "evnt.", edits), texts[file].replace(": ", ":  ", edits)
        for text in (wrong, wider, texts[file]):
            (folder / file).write_text(text)
            for _ in range(2):
                again, afresh = loader.load([folder]), load([folder], KNOWLEDGE)

                assert [*map(str, again.diagnostics)] == [*map(str, afresh.diagnostics)]
                assert list(map(said, again.packs)) == list(map(said, afresh.packs))
                if again.ok:
                    assert compile_bundle(again).hash == compile_bundle(afresh).hash


def test_the_same_text_with_other_params_is_compiled_anew(packs: Packs) -> None:
    folder = packs()
    loader = Loader(KNOWLEDGE)
    first = compile_bundle(loader.load([folder])).rules[1].condition

    clauses = (folder / CLAUSES).read_text()
    (folder / CLAUSES).write_text(clauses.replace("[marketing]", "[otp]"))
    second = compile_bundle(loader.load([folder])).rules[1].condition

    assert first.text == second.text
    assert first.tree != second.tree


def test_fields_that_a_pack_adds_can_be_named(packs: Packs) -> None:
    changes = {
        "house/policy.yaml": [("languages: [en, fr]", 'languages: [en, fr]\nfields: {message.send: {"ticket?": str}}')],
        NIGHT: [("text.spam > 0.5", "event.ticket == 'x'")],
    }
    bundle = compile_bundle(loaded(packs("", changes)))

    assert bundle.records["message.send"].members["ticket"].optional
    assert bundle.vocabulary.types["message.send"].record.field("ticket") is not None


def test_versions_follow_one_another(packs: Packs) -> None:
    bundle = compile_bundle(loaded(packs()))
    house = bundle.policies["house"]

    def at(year: int, month: int = 6) -> str | None:
        version = version_at(house, datetime(year, month, 1, tzinfo=UTC))
        return version.name if version else None

    assert [at(2023), at(2024), at(2024, 12), at(2025, 1), at(2030)] == [None, "2024", "2024", "2025", "2025"]
    when = datetime(2026, 1, 1, tzinfo=UTC)
    assert stack_at(bundle, ["house"], when) == (("house", "2025"),)
    assert stack_at(bundle, ["house"], when, {"house": "2024"}) == (("house", "2024"),)
    assert stack_at(bundle, ["house"], when, {"house": "1999"}) == (("house", "2025"),)
    assert stack_at(bundle, ["house"], datetime(2020, 1, 1, tzinfo=UTC)) == ()


def test_an_expired_policy_without_successor_goes_on_judging(packs: Packs) -> None:
    ended = [("from: 2025-01-01\n", "from: 2025-01-01\n    until: 2025-06-01\n")]
    bundle = compile_bundle(loaded(packs("", {"house/policy.yaml": ended})))

    version = version_at(bundle.policies["house"], datetime(2026, 1, 1, tzinfo=UTC))

    assert version is not None
    assert version.name == "2025"
    assert not version.in_force(datetime(2026, 1, 1, tzinfo=UTC))


def test_a_clause_may_change_from_one_version_to_the_next(packs: Packs) -> None:
    changed = """
- id: house.night
  ref: "2"
  kind: prohibition
  control: assisted
  until: "2025"
  text: {en: Nights were free., fr: Les nuits étaient libres.}
"""
    folder = packs()
    (folder / CLAUSES).write_text((folder / CLAUSES).read_text() + changed)

    bundle = compile_bundle(loaded(folder))

    controls = {
        version: clause.control
        for version in ("2024", "2025")
        if (clause := bundle.clause("house", version, "house.night"))
    }
    assert controls == {"2024": "assisted", "2025": "automatic"}


def test_two_packs_may_add_the_same_field_in_the_same_words(packs: Packs) -> None:
    folder = packs()
    policy = (folder / "house/policy.yaml").read_text()
    fields = 'fields: {message.send: {"ticket?": str}}\n'
    (folder / "house/policy.yaml").write_text(policy + fields)
    (folder / "yard").mkdir()
    (folder / "yard/policy.yaml").write_text(policy.replace("policy: house", "policy: yard") + fields)
    (folder / "yard/clauses.yaml").write_text("[]")

    assert loaded(folder).ok

    (folder / "yard/policy.yaml").write_text((folder / "yard/policy.yaml").read_text().replace(": str", ": int"))
    assert [found.code for found in load([folder], KNOWLEDGE).diagnostics] == ["bad-fields"]


def test_retention_is_checked_and_part_of_the_hash(packs: Packs) -> None:
    def kept(*items: str) -> str:
        return "retention:\n" + "".join(f"  - {item}\n" for item in items)

    def bundle(text: str) -> Bundle:
        return compile_bundle(loaded(packs("", {"house/policy.yaml": [("policy: house\n", f"policy: house\n{text}")]})))

    made = bundle(kept("{type: error.logged, keep: 14d, newest: 100, by: [app]}", "{type: message.send, keep: 3mo}"))

    assert [str(one) for one in made.retention] == [
        "house: error.logged for 14d, the newest 100 by account, app",
        "house: message.send for 3mo",
    ]
    hashes = {
        made.hash,
        bundle("").hash,
        bundle(kept("{type: error.logged, keep: 15d, newest: 100, by: [app]}", "{type: message.send, keep: 3mo}")).hash,
        bundle(kept("{type: error.logged, keep: 14d, newest: 100}", "{type: message.send, keep: 3mo}")).hash,
    }
    assert len(hashes) == 4
    spelled = "{newest: 100, by: app, keep: '14d', type: error.logged}"
    assert bundle(kept(spelled, "{type: message.send, keep: 3mo}")).hash == made.hash
