"""`tipstaff outbox` and `tipstaff clocks`: list, show, retry, abandon with a reason."""

from __future__ import annotations

import json

from tests.cli.conftest import Run

ADDRESS = "abuse@acme.example"
HERE = ("--database", "kept.db")


def waiting(run: Run) -> None:
    """A notice that waits, with an address."""
    run("key", "create", "k", "--scope", "read", *HERE)
    run("do", "account.put", "id=acme", "country=FR", f'emails=["{ADDRESS}"]', *HERE)
    run("do", "action.apply", "account=acme", "kind=warn", "reason=Too many", *HERE)


def test_what_waits_is_listed_shown_retried_and_given_up(run: Run) -> None:
    waiting(run)
    listed = run("outbox", "--state", "waiting", *HERE)
    assert (listed.code, "notice.deliver warning" in listed.out) == (0, True)
    shown = run("outbox", "show", "1", *HERE).out
    assert "acme" in shown
    assert ADDRESS not in listed.out + shown
    assert run("outbox", "retry", "1", *HERE).out == "1 is waiting\n"
    assert run("outbox", "abandon", "1", *HERE).code == 2, "no reason"
    assert run("outbox", "abandon", "1", "--reason", "told by telephone", *HERE).out == "1 is closed\n"
    again = run("outbox", "retry", "1", *HERE)
    assert (again.code, "bad-transition" in again.err) == (2, True)
    counts = json.loads(run("outbox", "--json", *HERE).out)["counts"]
    assert counts == {"waiting": 0, "abandoned": 0, "closed": 1}


def test_clocks_that_stopped(run: Run) -> None:
    waiting(run)
    ran = run("clocks", *HERE)
    assert (ran.code, ran.out, ran.err) == (0, "", "no clock stopped\n")
    for refused in (("clocks", "retry", "x"), ("clocks", "drop", "x", "--reason", "no more")):
        ran = run(*refused, *HERE)
        assert (ran.code, "not-found" in ran.err) == (2, True)
