"""What the tests of this room share lives in `celkit` beside them, which the fuzzer in `bench` uses too."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
