"""Train the model behind `text.spam` and say how good it is.

    python training/text_spam.py [--check]

Reads the collections from TIPSTAFF_SHARED_DATA (default ../shared/data) and our own sentences beside this file; writes
src/tipstaff/signals/data/text_spam.bin and the figures of the card docs/models/text-spam.md. The same data and seed
give the same bytes; `--check` writes nothing and fails when they would differ.

Two heads: `sms` for short messages, `mail` for mail. Kept apart: a fifth of the SMS (by a hash of the text, so that
near-copies stay together) and the test half of the mail. Collections that are for tests only are never trained on.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from spamdata import Example, mails, own_sentences, sms_exais, sms_french, sms_uci
from spamfit import Quality, calibrate, fit, quality, quantised, seen

from tipstaff.signals.model.linear import Head, Linear, write_heads
from tipstaff.signals.shipped import DATA
from tipstaff.signals.text.folding import fold

SEED, VERSION, BITS, TEST_FOLD = 20261118, "1", 16, 0
MODEL = DATA / "text_spam.bin"
CARD = Path(__file__).parents[1] / "docs" / "models" / "text-spam.md"
BEGIN, END = "<!-- figures: made by training/text_spam.py -->", "<!-- end of figures -->"

Seen = tuple[list[int], bool, int]


def main(check: bool) -> int:
    """Train, measure, write (or compare)."""
    uci, own = sms_uci(), own_sentences(SEED)
    train_mails, test_mails = mails()
    sms_rows = _see([example for example in uci if example.fold != TEST_FOLD]) + _see(own)
    heads = {"sms": _head("sms", sms_rows), "mail": _head("mail", _see(train_mails))}
    made = write_heads(list(heads.values()))
    if check:
        print("same" if MODEL.read_bytes() == made else "different")
        return int(MODEL.read_bytes() != made)
    MODEL.write_bytes(made)
    figures = _figures(heads, {"uci": uci, "own": own, "mail": test_mails})
    CARD.write_text(_with_figures(CARD.read_text(encoding="utf-8"), figures), encoding="utf-8")
    print(figures)
    return 0


def _see(examples: Sequence[Example]) -> list[Seen]:
    return [(seen(example.text, BITS), example.spam, example.fold) for example in examples]


def _head(name: str, rows: Sequence[Seen]) -> Head:
    """Fit on all rows; calibrate on the logits that rows get from fits without their fold."""
    logits = []
    for apart in sorted({fold_ for *_, fold_ in rows}):
        learned = fit([(found, spam) for found, spam, fold_ in rows if fold_ != apart], BITS, SEED)
        logits += [(learned.logit(found), spam) for found, spam, fold_ in rows if fold_ == apart]
    slope, offset = calibrate(logits)
    learned = fit([(found, spam) for found, spam, _ in rows], BITS, SEED)
    weights, scale, bias = quantised(learned, slope, offset)
    return Head(name, VERSION, scale, bias, weights)


def _figures(heads: dict[str, Head], data: dict[str, list[Example]]) -> str:
    sms, mail = Linear(heads["sms"]), Linear(heads["mail"])
    sets = {
        "UCI SMS, the fifth kept apart": (sms, [e for e in data["uci"] if e.fold == TEST_FOLD]),
        "UCI SMS in French (machine-translated), the same fifth": (
            sms,
            [e for e in sms_french() if e.fold == TEST_FOLD],
        ),
        "ExAIS SMS (Nigeria), nothing trained on": (sms, sms_exais()),
        "SpamAssassin mail, test half": (mail, data["mail"]),
    }
    lines = [
        "| set | texts (spam) | at | precision | recall | F1 | honest flagged | AUC |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, (head, examples) in sets.items():
        scored = [(head.score(e.text, fold(e.text).text), e.spam) for e in examples]
        lines += [_row(name, threshold, quality(scored, threshold)) for threshold in (0.5, 0.9)]
    for language in ("en", "fr"):
        scored = _apart(data, language)
        lines.append(_row(f"our own sentences ({language}), each judged by a fit without it", 0.5, quality(scored, 0)))
    folds = [row for apart in range(5) for row in _fold_of(data["uci"], apart)]
    lines.append(_row("UCI SMS alone, 5-fold (comparable with others)", 0.5, quality(folds, 0)))
    return "\n".join(lines)


def _fold_of(examples: list[Example], apart: int) -> list[tuple[float, bool]]:
    learned = fit([(seen(e.text, BITS), e.spam) for e in examples if e.fold != apart], BITS, SEED)
    return [(learned.logit(seen(e.text, BITS)), e.spam) for e in examples if e.fold == apart]


def _apart(data: dict[str, list[Example]], language: str) -> list[tuple[float, bool]]:
    """Logits of our own sentences from fits that have not seen any variant of them."""
    uci = [e for e in data["uci"] if e.fold != TEST_FOLD]
    scored = []
    for apart in range(5):
        known = uci + [e for e in data["own"] if e.fold != apart]
        learned = fit([(seen(e.text, BITS), e.spam) for e in known], BITS, SEED)
        held = [e for e in data["own"] if e.fold == apart and e.source.startswith(language)]
        scored += [(learned.logit(seen(e.text, BITS)), e.spam) for e in held]
    return scored


def _row(name: str, threshold: float, q: Quality) -> str:
    return (
        f"| {name} | {q.rows} ({q.spam}) | {threshold} | {q.precision:.3f} | {q.recall:.3f} | {q.f1:.3f} "
        f"| {100 * q.flagged:.2f} % | {q.auc:.4f} |"
    )


def _with_figures(card: str, figures: str) -> str:
    before, _, rest = card.partition(BEGIN)
    return f"{before}{BEGIN}\n{figures}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
