"""Write `docs/reference/cel-conformance.md` from a run of the specification's cases; `--check` only compares.

The cases are looked for under TIPSTAFF_SHARED_DATA.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests" / "cel"))

from celkit.report import page, unexplained  # noqa: E402 (found through the line above)

PAGE = ROOT / "docs" / "reference" / "cel-conformance.md"


def main(arguments: list[str]) -> int:
    if failing := unexplained():
        print("fails without a reason in skips.yaml:", *failing, sep="\n  ")
        return 1
    told = page()
    if "--check" in arguments:
        return 0 if PAGE.read_text(encoding="utf-8") == told else 1
    PAGE.write_text(told, encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
