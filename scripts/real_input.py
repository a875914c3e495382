"""Run real collections of messages through the messagebird policy, end to end, and say what was stopped.

`--write` puts the table into docs/real-input.md. Only rows that no detector was trained on count: the fifth of the SMS
collection and the half of the mail collection that `training/` keeps apart, and collections that are for tests only.

The collections are found through TIPSTAFF_SHARED_DATA (by default beside the checkout); without them only the sample that
ships is run, and the run says so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tipstaff import Engine
from tipstaff.api.demo.collections import present, read_collection
from tipstaff.api.demo.sample import samples
from tipstaff.cli.options import settings_with
from tipstaff.cli.trying import Labelled, Tally, count

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "real-input.md"
MARKS = ("<!-- table: made by scripts/real_input.py -->\n", "<!-- end of table -->\n")
NAMES = {
    "sms_uci": "UCI SMS, the fifth kept apart",
    "sms_uci_mt_fr": "UCI SMS in French (machine-translated), the same fifth",
    "sms_exais": "ExAIS SMS (Nigeria)",
    "email_spamassassin": "SpamAssassin mail, the half kept apart",
}


def collections() -> Iterator[tuple[str, list[Labelled]]]:
    """Name and messages of every collection that is here."""
    yield "the sample that ships, as declared", [Labelled(s.text, s.spam, s.purpose) for s in samples()]
    yield "the sample that ships, content only", [Labelled(s.text, s.spam) for s in samples()]
    folder = Path(settings_with(policies=(), folders=()).shared_data)
    if not present(folder):
        print(f"no collections in {folder}; set TIPSTAFF_SHARED_DATA", file=sys.stderr)
    for name in present(folder):
        yield NAMES[name], [Labelled(one.text, one.spam, kind=one.kind) for one in read_collection(folder, name)]


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
