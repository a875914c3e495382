"""Run real collections of messages through the messagebird policy, end to end, and say what was stopped.

`--write` puts the table into docs/real-input.md. Only rows that no detector was trained on count: the fifth of the SMS
collection and the half of the mail collection that `training/` keeps apart, and collections that are for tests only.

The collections are found through TIPSTAFF_SHARED_DATA (by default beside the checkout); without them only the sample that
ships is run, and the run says so.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "training"))

import spamdata  # noqa: E402  the folder is no package

from tipstaff import Engine  # noqa: E402
from tipstaff.cli.samples import samples  # noqa: E402
from tipstaff.cli.trying import Labelled, Tally, count  # noqa: E402

PAGE = ROOT / "docs" / "real-input.md"
MARKS = ("<!-- table: made by scripts/real_input.py -->\n", "<!-- end of table -->\n")
TEST_FOLD = 0


def collections() -> Iterator[tuple[str, list[Labelled]]]:
    """Name and messages of every collection that is here."""
    yield "the sample that ships, as declared", [Labelled(s.text, s.label == "spam", s.purpose) for s in samples()]
    yield "the sample that ships, content only", [Labelled(s.text, s.label == "spam") for s in samples()]
    if not spamdata.SHARED.is_dir():
        print(f"no shared data at {spamdata.SHARED}; set TIPSTAFF_SHARED_DATA", file=sys.stderr)
        return
    yield "UCI SMS, the fifth kept apart", _texts(spamdata.sms_uci(), TEST_FOLD)
    yield "UCI SMS in French (machine-translated), the same fifth", _texts(spamdata.sms_french(), TEST_FOLD)
    yield "ExAIS SMS (Nigeria)", _texts(spamdata.sms_exais(), None)
    yield "SpamAssassin mail, the half kept apart", list(_mails())


def _texts(examples: list[spamdata.Example], fold: int | None) -> list[Labelled]:
    return [Labelled(one.text, one.spam) for one in examples if fold is None or one.fold == fold]


def _mails() -> Iterator[Labelled]:
    folder = spamdata.SHARED / "email_spamassassin"
    apart = set(json.loads((folder / "split_half_seed5.json").read_text())["test"])
    with lzma.open(folder / "data.jsonl.xz", "rt") as lines:
        for line in lines:
            row = json.loads(line)
            if f"{row['group']}/{row['id']}" in apart:
                yield Labelled(row["raw_latin1"], bool(row["label"]), kind="mail")


def rows() -> Iterator[str]:
    """The table, line by line."""
    yield "| collection | spam | denied | held | honest | denied | held | precision | recall |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for name, messages in collections():
        with Engine(["messagebird"]) as engine:
            yield _row(name, count(engine, messages))


def _row(name: str, tally: Tally) -> str:
    data = tally.as_data()
    figures = [data[key] for key in ("spam", "spam_denied", "spam_held", "honest", "honest_denied", "honest_held")]
    cells = [name, *map(str, figures), f"{data['precision']:.3f}", f"{data['recall']:.3f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table; with `--write` put it into the page."""
    table = []
    for row in rows():
        print(row, flush=True)
        table.append(row + "\n")
    if "--write" in sys.argv:
        before, rest = PAGE.read_text(encoding="utf-8").split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        PAGE.write_text(before + MARKS[0] + "".join(table) + MARKS[1] + after, encoding="utf-8")


if __name__ == "__main__":
    main()
