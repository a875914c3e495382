"""Commands that work on a database: do, explain, audit, key."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_decide import line

from tipstaff.app.recording.commands import COMMANDS, NAMES


def filled(run: Run) -> str:
    ran = run("decide", "--database", "kept.db", stdin=line("forbidden"))
    return str(json.loads(ran.out)["id"])


def test_explain_says_clause_finding_and_rule(run: Run) -> None:
    said = run("explain", filled(run), "--database", "kept.db", "--language", "fr").out

    assert said.startswith("DENY message.send of acme")
    assert "the clause: Aucun mot interdit." in said
    assert "the finding: Il dit forbidden à +33…678." in said
    assert "demo.word/said at " in said
    assert "+33612345678" not in said


def test_explain_says_why_a_rule_did_not_match(run: Run) -> None:
    run("decide", "--database", "kept.db", stdin=line("allowed"))
    with sqlite3.connect("kept.db") as database:
        (decision,) = database.execute("select id from decisions").fetchone()

    ran = run("explain", decision, "--database", "kept.db", "--rule", "demo.word/said")

    assert (ran.code, ran.out.splitlines()[0]) == (0, "demo.word/said of demo.words: did not match")
    assert "event.text: " in ran.out
    assert run("explain", decision, "--database", "kept.db", "--rule", "demo.wrd").code == 2


def test_explain_of_nothing(run: Run) -> None:
    filled(run)

    ran = run("explain", "01NOTHING", "--database", "kept.db")
    assert (ran.code, ran.err.startswith("tipstaff: not-found")) == (2, True)
    assert "only with --database" in ran.err
    ran = run("explain", "01NOTHING", "--database", "none.db")
    assert ran.code == 2
    assert "there is no database at `none.db`" in ran.err
    assert not Path("none.db").exists()


def test_do_gives_commands_and_says_what_is_wrong(run: Run) -> None:
    filled(run)
    given = ["account=acme", "recipient=+33612345678", "channel=sms", "purpose=marketing"]

    assert run("do", "consent.grant", *given, "--database", "kept.db").code == 0
    prove = run("do", "consent.prove", *given[:3], "--database", "kept.db")
    assert json.loads(prove.out)["proof"]
    assert run("do", "consent.grant", "account=acme", "--database", "kept.db").code == 2
    assert "did you" in run("do", "consent.gran", "--database", "kept.db").err or run("do", "x.y").code == 2
    assert run("do", "appeal.submit", "id=c1", "--database", "kept.db").code == 3
    listing = run("do", "--list").out
    assert "consent.grant" in listing
    assert re.search(r"^appeal\.submit +not there yet \(", listing, re.MULTILINE)


def test_do_lists_every_command_that_works_with_its_arguments(run: Run) -> None:
    missing = set(re.findall(r"^(\S+) +not there yet", run("do", "--list").out, re.MULTILINE))

    assert missing == set(NAMES) - set(COMMANDS)
    assert {"case.open", "action.refuse", "strike.void"} <= set(COMMANDS)


def test_audit_verify_finds_what_was_edited(run: Run) -> None:
    filled(run)
    assert run("audit", "verify", "--database", "kept.db").code == 0
    head = next(one for one in run("audit", "verify", "--database", "kept.db").out.splitlines() if "end of the" in one)
    assert run("audit", "verify", "--database", "kept.db", "--head", head.split()[-1]).code == 0

    with sqlite3.connect("kept.db") as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (guard,) in guards:
            database.execute(f"DROP TRIGGER {guard}")
        changed = database.execute("UPDATE decisions SET verdict = 'allow'").rowcount
    database.close()
    ran = run("audit", "verify", "--database", "kept.db")

    assert changed == 1
    assert ran.code == 1
    assert "fault: decision" in ran.out
    assert ran.out.endswith("the chain is not intact\n")


def test_keys_are_made_listed_and_revoked(run: Run) -> None:
    made = run("key", "create", "laptop", "--scope", "decide", "--days", "30", "--database", "new.db")
    token = made.out.strip()
    listed = run("key", "list", "--database", "new.db").out

    assert token.startswith("tsk_")
    assert token not in listed
    assert "in force" in listed
    assert run("key", "revoke", listed.split()[0], "--database", "new.db").code == 0
    assert "revoked" in run("key", "list", "--database", "new.db").out
    assert run("key", "revoke", "nobody", "--database", "new.db").code == 2
