"""`tipstaff decide`: events in, decisions out, bad lines said and passed over."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

DATA = {"channel": "sms", "from": "A", "to": "+33612345678", "text": "hello", "purpose": "service"}


def line(text: str = "hello", **more: object) -> str:
    return json.dumps({"type": "message.send", "account": "acme", "data": {**DATA, "text": text}, **more})


def test_ndjson_in_ndjson_out_in_order(run: Run) -> None:
    ran = run("decide", stdin="\n".join([line(), line("forbidden"), "", line(id="mine")]))

    decisions = [json.loads(one) for one in ran.out.splitlines()]
    assert [one["verdict"] for one in decisions] == ["allow", "deny", "allow"]
    assert [one["event"] for one in decisions] == ["line-1", "line-2", "mine"]
    assert decisions[1]["reasons"][0]["clause"] == "demo.words"
    assert ran.code == 0
    assert ran.err.strip() == "3 decided: 2 allow, 0 defer, 0 review, 1 deny; 0 bad lines"


def test_bad_lines_are_named_and_the_rest_goes_on(run: Run) -> None:
    lines = [
        line().encode(),
        b"not json",
        b"[1, 2]",
        b'{"type": "message.send", "account": "acme", "data": {"channel": "pigeon"}}',
        b'{"type": "message.sned", "account": "acme", "data": {}}',
        b'{"type": "\xff"}',
        b"[" * 100_000,
        b'{"n": 1' + b"0" * 5000 + b"}",
        line("forbidden").encode(),
    ]
    ran = run("decide", stdin=b"\n".join(lines))

    assert [json.loads(one)["verdict"] for one in ran.out.splitlines()] == ["allow", "deny"]
    said = ran.err.splitlines()
    assert [one.split(":")[0] for one in said[:-1]] == [f"line {number}" for number in range(2, 9)]
    assert "not JSON" in said[0]
    assert "`data.channel`: expected one of sms" in said[2]
    assert "did you mean `message.send`?" in said[3]
    assert "not UTF-8" in said[4]
    assert said[-1].endswith("7 bad lines")
    assert ran.code == 1


def test_csv_by_column_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text(
        "id,account,channel,data.from,to,text,purpose,categories,media\n"
        'a,acme,sms,A,+33612345678,"hello, you",service,alcohol|adult,\n'
        'b,acme,sms,A,+33612345678,forbidden,service,,"[{""name"": ""x.png""}]"\n'
        "c,acme,sms,A,+33612345678,hello,service,,,too,many\n",
        encoding="utf-8",
    )
    ran = run("decide", "events.csv", "--type", "message.send", "--database", "kept.db")

    assert [json.loads(one)["verdict"] for one in ran.out.splitlines()] == ["allow", "deny"]
    assert "line 4: malformed: more cells than the header has columns" in ran.err
    assert ran.code == 1
    decision = json.loads(ran.out.splitlines()[0])["id"]
    told = json.loads(run("explain", decision, "--database", "kept.db", "--json").out)
    assert told["event"]["data"]["categories"] == ["alcohol", "adult"]
    assert told["event"]["data"]["text"] == "hello, you"


def test_csv_reads_cells_as_their_fields_mean_them(run: Run) -> None:
    rows = (
        "type,account,app,cpu,smtp_sent,dns,flows,extra_field\n"
        'app.observed,acme,shop,0.5,12,a.example|b.example,"[{""address"": ""192.0.2.1"", ""port"": 80}]",x\n'
        "app.observed,acme,shop,much,12,,,\n"
    )
    ran = run("decide", "-", stdin=rows)

    assert len(ran.out.splitlines()) == 1
    assert "line 3: invalid" in ran.err
    assert "`data.cpu`: expected a number" in ran.err


def test_asking_leaves_no_trace(run: Run) -> None:
    five = "\n".join(line() for _ in range(5))

    asked = run("decide", "--ask", "--database", "kept.db", stdin=five)
    told = run("decide", "--database", "kept.db", stdin=five)

    assert [json.loads(one)["verdict"] for one in asked.out.splitlines()] == ["allow"] * 5
    assert [json.loads(one)["verdict"] for one in told.out.splitlines()] == ["allow"] * 3 + ["review"] * 2


def test_told_twice_is_decided_once(run: Run) -> None:
    first = run("decide", "--database", "kept.db", stdin=line(id="x", time="2026-11-18T10:00:00Z"))
    again = run("decide", "--database", "kept.db", stdin=line(id="x", time="2026-11-18T10:00:00Z"))
    other = run("decide", "--database", "kept.db", stdin=line("other", id="x", time="2026-11-18T10:00:00Z"))

    assert json.loads(first.out)["id"] == json.loads(again.out)["id"]
    assert "line 1: conflict" in other.err
    assert "goes by its number" not in other.err


def test_a_clash_of_numbered_lines_says_the_way_out(run: Run) -> None:
    run("decide", "--database", "kept.db", stdin=line())
    other = run("decide", "--database", "kept.db", stdin=line("other"))

    assert "line 1: conflict" in other.err
    assert "a line without an id goes by its number: give it an `id`, or the file another name" in other.err


def test_a_table_for_people(run: Run) -> None:
    ran = run("decide", "--output", "table", stdin=line("forbidden [red]"))

    assert "demo.words" in ran.out
    assert "deny" in ran.out


def test_an_empty_input_is_no_event(run: Run) -> None:
    ran = run("decide", stdin="")

    assert ran.code == 0
    assert ran.out == ""


def test_an_unknown_policy_is_one_clear_line(run: Run) -> None:
    ran = run("decide", "--policy", "nothing", stdin=line())

    assert ran.code == 2
    assert ran.err.startswith(
        "tipstaff: invalid: there is no such policy (`--policy`: expected one of clever-cloud, demo"
    )
