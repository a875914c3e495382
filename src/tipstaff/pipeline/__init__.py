"""One event's path: gather what may be asked, decide, and say what is to be kept.

Nothing here waits, writes or looks at a clock. The wiring above gives it the ledgers, the signals and the programs, and
carries out what it returns.
"""

from tipstaff.pipeline.facts import EventFacts, Sources
from tipstaff.pipeline.path import Pipeline, Ruling

__all__ = ["EventFacts", "Pipeline", "Ruling", "Sources"]
