"""The condition language: CEL (github.com/google/cel-spec) from text to a checked tree and to code.

Text goes through `parse`, `check` (names and types against an `Environment`), `weigh` (a bound on its time) and
folding; out comes a `Compiled` condition. Nothing a rule author writes is ever given to Python as it stands.
"""

from tipstaff.cel.check.environment import Environment, Sizes
from tipstaff.cel.compilation import compile_condition
from tipstaff.cel.compiled import Compiled
from tipstaff.cel.declare.overloads import Function
from tipstaff.cel.index import conjuncts, literal_equalities
from tipstaff.cel.reads import readable_path
from tipstaff.cel.values import CelError
from tipstaff.cel.weigh.weigh import weigh

__all__ = [
    "CelError",
    "Compiled",
    "Environment",
    "Function",
    "Sizes",
    "compile_condition",
    "conjuncts",
    "literal_equalities",
    "readable_path",
    "weigh",
]
