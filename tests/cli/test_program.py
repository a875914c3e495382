"""The program itself: help, lists, errors, exit codes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from tests.cli.conftest import PACKS, Run

from tipstaff.app.bundles import SHIPPED
from tipstaff.cli.program import COMMANDS

SCENARIO = """
policy: demo
scenarios:
  - name: a forbidden word
    clause: demo.words
    steps:
      - event: {type: message.send, account: a, data: {channel: sms, from: A, to: b, text: forbidden, purpose: otp}}
        expect: {verdict: deny}
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_the_list_says(name: str) -> None:
    command = import_module(f"tipstaff.cli.commands.{COMMANDS[name][0]}").command

    assert isinstance(command, click.Command)
    assert (command.help or "").split("\n")[0] == COMMANDS[name][1]
    for option in command.params:
        assert isinstance(option, click.Argument) or getattr(option, "help", None) or "format" in option.opts[0]


def test_help_loads_no_command() -> None:
    script = (
        "import sys\nfrom tipstaff.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in sys.modules if name.startswith('tipstaff.') and '.cli' not in name])\n"
        "print([name for name in ('yaml', 'rich', 'starlette', 'holidays', 'phonenumbers') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    *_, rooms, libraries = ran.stdout.splitlines()
    assert {name.split(".")[1] for name in json.loads(rooms.replace("'", '"'))} == {"vocab"}
    assert libraries == "[]"


def test_a_wrong_command_is_met_with_the_near_one(run: Run) -> None:
    ran = run("tset")

    assert ran.code == 2
    assert "did you mean `test`?" in ran.err


def test_a_setting_nobody_knows_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tipstaff.toml").write_text("databse = 'x'\n", encoding="utf-8")

    ran = run("explain", "x")

    assert ran.code == 2
    assert "did you mean `database`?" in ran.err


def test_scenarios_pass_fail_and_are_refused(run: Run, tmp_path: Path) -> None:
    good, bad, wrong = (tmp_path / f"{name}.yaml" for name in ("good", "bad", "wrong"))
    good.write_text(SCENARIO, encoding="utf-8")
    bad.write_text(SCENARIO.replace("verdict: deny", "verdict: allow"), encoding="utf-8")
    wrong.write_text(SCENARIO.replace("verdict: deny", "verdit: deny"), encoding="utf-8")

    assert (run("test", "good.yaml").code, run("test", "good.yaml").out) == (0, "1 passed, 0 failed\n")
    failed = run("test", "good.yaml", "bad.yaml", "wrong.yaml")
    assert failed.code == 1
    assert failed.out.endswith("\n1 passed, 2 failed\n")
    assert "FAILED bad.yaml:4: a forbidden word" in failed.out
    assert "did you mean `verdict`?" in failed.out
    data = json.loads(run("test", "--json", "good.yaml", "bad.yaml", "wrong.yaml").out)
    assert (data["passed"], data["failed"], list(data["refused"])) == (1, 2, ["wrong.yaml"])
    assert run("test", "none.yaml").code == 1
    (tmp_path / "empty").mkdir()
    assert run("test", "empty").code == 2


def test_a_folder_with_a_pack_is_tested_with_what_it_brings(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIPSTAFF_PACKS")
    shutil.copytree(PACKS / "demo", tmp_path / "own" / "demo")
    (tmp_path / "own" / "demo" / "scenarios").mkdir()
    (tmp_path / "own" / "demo" / "scenarios" / "words.yaml").write_text(SCENARIO, encoding="utf-8")
    passed = (0, "1 passed, 0 failed\n")

    for arguments in (("own",), ("own/demo",), ("own", "--packs", str(tmp_path / "own"))):
        ran = run("test", *arguments)
        assert (ran.code, ran.out) == passed, ran.err


def test_a_text_given_in_place_of_a_file_says_how_it_is_given(run: Run) -> None:
    refused = run("signals", "run", "text.spam", "Win a prize")
    assert refused.code == 2
    assert "--text" in refused.err
    assert run("signals", "run", "text.evasion", "--text", "get fr\u200bee").out.startswith("text.evasion = [")


def test_the_setting_on_unknown_accounts_holds_at_the_terminal_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"channel": "sms", "from": "A", "to": "b", "text": "hello", "purpose": "otp"}
    event = json.dumps({"type": "message.send", "account": "nobody", "data": data})
    assert run("decide", "--output", "ndjson", stdin=event).code == 0
    monkeypatch.setenv("TIPSTAFF_UNKNOWN_ACCOUNTS", "refuse")
    refused = run("decide", "--output", "ndjson", stdin=event)
    assert refused.code == 1
    assert "nobody" in refused.out + refused.err


def test_signals_are_listed(run: Run) -> None:
    assert "number.country(string) -> string" in run("signals").out
    names = {row["name"] for row in json.loads(run("signals", "--json", "--ledgers").out)}
    assert {"links.urls", "consent.held"} <= names


def test_bench_gives_rates(run: Run) -> None:
    figures = json.loads(run("bench", "--events", "100", "--json").out)

    assert figures["ask"]["per_second"] > 0
    assert figures["decide"]["per_second"] > 0


def test_coverage_has_a_line_per_policy_and_per_kind_of_control(run: Run) -> None:
    lines = run("coverage").out.splitlines()
    names = [line.split()[0] for line in lines]

    assert {"clever-cloud", "messagebird", "demo", "automatic", "assisted", "workflow", "record"} <= set(names)
    assert all(line.split()[2] == "of" for line in lines)
    data = json.loads(run("coverage", "--json").out)
    assert sum(total["clauses"] for total in data["policies"]) == len(data["lines"])
    assert "carried by demo.word/said" in run("coverage", "--clauses").out
    assert "demo.words" in run("coverage", "--missing").out


def test_coverage_of_some_policies_counts_only_these(run: Run) -> None:
    data = json.loads(run("coverage", "clever-cloud", "demo", "--json").out)
    assert {line["policy"] for line in data["lines"]} == {"clever-cloud", "demo"}
    assert sum(total["clauses"] for total in data["controls"]) == len(data["lines"])
    unknown = run("coverage", "clever")
    assert (unknown.code, "there is no policy `clever`" in unknown.err) == (2, True)


def test_check_finds_what_is_odd_and_what_is_wrong(run: Run, tmp_path: Path) -> None:
    fine = run("check")
    assert fine.code == 0
    assert "warning[unproven-clause]: no scenario for `demo.words`" in fine.out
    assert run("check", "--strict").code == 1
    places = {Path(one["file"]).resolve() for one in json.loads(run("check", "--json").out)}
    assert not [place for place in places if place.is_relative_to(SHIPPED.resolve())], "what ships is not theirs"

    pack = tmp_path / "packs" / "bad"
    (pack / "scenarios").mkdir(parents=True)
    demo = Path(__file__).parents[1] / "scenarios" / "packs" / "demo"
    (pack / "policy.yaml").write_text((demo / "policy.yaml").read_text("utf-8").replace("demo", "bad"), "utf-8")
    clauses = (demo / "clauses.yaml").read_text("utf-8").replace("demo.", "bad.").replace("bad.word\n", "demo.wrod\n")
    (pack / "clauses.yaml").write_text(clauses, "utf-8")
    ran = run("check", "packs", "--json")
    assert ran.code == 1
    found = json.loads(ran.out)
    assert "unknown-control" in {one["code"] for one in found}
    assert all(one["line"] >= 1 for one in found)


def test_trial_counts_honestly(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text("text,label\nforbidden,spam\nhello,honest\nforbidden,ham\nhello,1\n", "utf-8")

    data = json.loads(run("trial", "some.csv", "--policy", "demo", "--json").out)
    assert (data["spam"], data["spam_denied"], data["honest"], data["honest_denied"]) == (2, 1, 2, 1)
    assert (data["precision"], data["recall"]) == (0.5, 0.5)
    wrong = run("trial", "some.csv", "--policy", "demo", "--wrong")
    assert "missed: hello" in wrong.err
    assert "stopped: forbidden" in wrong.err
    (tmp_path / "none.csv").write_text("words\nhello\n", "utf-8")
    assert "has no column label and text" in run("trial", "none.csv").err


def test_a_signal_is_run_and_explained_in_the_original_text(run: Run) -> None:
    found = json.loads(run("signals", "run", "text.evasion", "--json", stdin="get fr\u200bee V1agra").out)
    assert found["value"] == ["leet", "zero-width"]
    assert {"what": "leet, reads 'viagra'", "start": 10, "end": 16} in found["findings"]

    shown = run("signals", "run", "text.spam", stdin="WINNER!! You have won a prize, call 09061701461 now").out
    assert float(shown.split()[2]) > 0.9
    assert "•" in shown


def test_a_signal_is_run_on_an_event_or_with_arguments(run: Run) -> None:
    data = {"from": {"address": "a@b.fr"}, "to": ["c@d.fr"], "subject": "s", "text": "hi", "purpose": "otp"}
    event = {"type": "email.send", "data": data}
    assert run("signals", "run", "text.evasion", stdin=json.dumps(event)).out.startswith("text.evasion = []")
    assert run("signals", "run", "number.country", "--arg", "+33612345678").out.startswith('number.country = "FR"')


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (("text.spm",), "", "did you mean `text.spam`"),
        (("number.country",), "", "takes 1 argument"),
        (("text.spam",), "{not json", "not JSON"),
        (("text.spam", "--type", "no.such"), "hi", "no.such"),
    ],
)
def test_a_signal_that_cannot_be_run_says_why(run: Run, arguments: tuple[str, ...], stdin: str, said: str) -> None:
    ran = run("signals", "run", *arguments, stdin=stdin)
    assert ran.code == 2
    assert said in ran.err


def test_controls_are_listed_searched_and_shown_whole(run: Run) -> None:
    listing = run("controls").out
    assert "consent.required  (" in listing
    one = run("controls", "consent.required").out
    assert "purposes: list(string) = [" in one
    assert "used by messagebird: " in one
    assert "content.prohibited" in run("controls", "drug", "trafficking").out
    found = run("controls", "consent.required", "--json").out
    assert json.loads(found)[0]["name"] == "consent.required"
    ran = run("controls", "no-such-thing-anywhere")
    assert (ran.code, ran.err.startswith("tipstaff: not-found")) == (2, True)


def test_signals_are_listed_by_either_name(run: Run) -> None:
    assert run("signals", "list", "--json").out == run("signals", "--json").out


def test_a_signal_is_shown_by_its_name_with_every_figure(run: Run) -> None:
    shown = run("signals", "text.spam")
    data = json.loads(run("signals", "show", "text.spam", "--json").out)
    assert shown.out.startswith("text.spam -> double")
    assert len(data["figures"]) > 1
    assert all(figure["set"] in shown.out for figure in data["figures"])
    assert "did you mean `text.spam`" in run("signals", "txt.spam").err
    assert "No such command 'shwo'" in run("signals", "shwo").err


def test_lists_keep_to_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    shown = run("coverage", "--missing").out

    told = [line for line in shown.splitlines() if line.startswith("    ")]
    assert told
    assert max(map(len, told)) <= 50
