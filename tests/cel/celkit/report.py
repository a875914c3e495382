"""The conformance table of the reference, from a run of all cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from celkit.cases import CORE, EXTENSIONS, cases, left_out, reason_to_skip, skips
from celkit.running import generated, interpreted

_HEAD = """<!-- Written by `python bench/cel_conformance.py`. Do not edit. -->
# Conformance of the condition language

Conditions are [CEL](https://github.com/google/cel-spec). The specification comes with cases; those that need no
protobuf message, enum or container run through both back ends: the interpreter, which defines what a condition means,
and the generated code, which decides in production and leaves to the interpreter what it cannot tell.

Constant folding is off for this run, so that the back ends do the work. A case without checking (the specification has
some) runs unchecked. To run it: `pytest tests/cel/conformance`; to write this page: `python bench/cel_conformance.py`.
"""


@dataclass(frozen=True)
class Row:
    """One file of cases."""

    file: str
    run: int
    interpreted: int
    generated: int
    alone: int


def rows() -> list[Row]:
    """Run everything once."""
    counted = []
    for file in (*CORE, *EXTENSIONS):
        run = [case for case in cases() if case.file == file]
        interpreter = [not interpreted(case) for case in run]
        code = [generated(case) for case in run]
        by_code = [not fault for fault, _ in code]
        alone = sum(right and by_itself for right, (_, by_itself) in zip(by_code, code, strict=True))
        counted.append(Row(file, len(run), sum(interpreter), sum(by_code), alone))
    return counted


def page() -> str:
    """The page in Markdown."""
    all_rows = rows()
    core = [row for row in all_rows if row.file in CORE]
    extensions = [row for row in all_rows if row.file in EXTENSIONS]
    parts = [
        _HEAD,
        _summary(core, extensions),
        "## Core\n\n" + _table(core),
        "## Extensions\n\n" + _table(extensions),
        "## What does not pass, and why\n\n" + _reasons(),
    ]
    return "\n".join(parts)


def _summary(core: Sequence[Row], extensions: Sequence[Row]) -> str:
    by_file = {row.file: row for row in extensions}
    lines = [f"- core: {_share(core)}"]
    lines += [f"- {file}: {_share([by_file[file]])}" for file in ("string_ext", "math_ext")]
    lines.append(f"- not run, because they need protobuf: {left_out()} cases")
    return "\n".join(lines) + "\n"


def _share(counted: Sequence[Row]) -> str:
    run = sum(row.run for row in counted)
    interpreter, code = sum(row.interpreted for row in counted), sum(row.generated for row in counted)
    passed = min(interpreter, code)
    return f"{passed} of {run} cases pass in both back ends ({passed / run:.1%})"


def _table(counted: Sequence[Row]) -> str:
    lines = [
        "| file | cases | interpreter | generated code | of which without the interpreter |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [f"| {row.file} | {row.run} | {row.interpreted} | {row.generated} | {row.alone} |" for row in counted]
    total = [sum(getattr(row, name) for row in counted) for name in ("run", "interpreted", "generated", "alone")]
    lines.append("| **all** | " + " | ".join(f"**{count}**" for count in total) + " |")
    return "\n".join(lines) + "\n"


def _reasons() -> str:
    by_reason: dict[str, list[str]] = {}
    for pattern, reason in skips().items():
        by_reason.setdefault(reason, []).append(pattern)
    return (
        "\n".join(
            f"- {', '.join(f'`{pattern}`' for pattern in patterns)}: {reason.strip()}"
            for reason, patterns in by_reason.items()
        )
        + "\n"
    )


def unexplained() -> list[str]:
    """Cases that fail without standing in the skip list."""
    return [case.id for case in cases() if (interpreted(case) or generated(case)[0]) and not reason_to_skip(case)]
