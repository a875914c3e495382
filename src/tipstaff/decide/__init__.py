"""Bundle + facts → decision. Pure: no clock, no I/O, no logging.

    Program   the rules of the policy versions in force, indexed by what an event must be for them to match
    decide    runs those that can match as generated functions and combines what they say
    pronounce the same as JSON, without a record in between where none is needed; `prepare` makes it ready

The interpreter of the condition language answers wherever a generated function raises, so what is fast and what is
right are kept apart.
"""

from tipstaff.decide.deciding import decide
from tipstaff.decide.facts import AccountView, Facts
from tipstaff.decide.program import Program
from tipstaff.decide.pronouncing import Judgement, prepare, pronounce
from tipstaff.decide.saying.showing import encode, shown, shown_effects

__all__ = [
    "AccountView",
    "Facts",
    "Judgement",
    "Program",
    "decide",
    "encode",
    "prepare",
    "pronounce",
    "shown",
    "shown_effects",
]
