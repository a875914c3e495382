"""Every reader of what comes from outside, by name.

told.py      events, lines of files, commands
written.py   what authors and operators write: conditions, packs, scenarios, tables, windows, times, settings
found.py     what customers send: mail, pages, links, numbers, texts, files
"""

from fuzz.names import NAMES
from fuzz.targets import found, told, written

TARGETS = {**told.TARGETS, **written.TARGETS, **found.TARGETS}

if set(TARGETS) != set(NAMES):
    raise ImportError(f"names and targets differ in {sorted(set(TARGETS) ^ set(NAMES))}")
