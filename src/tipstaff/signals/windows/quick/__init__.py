"""The usual case of each window, without a detour: one key that is known, in its newest bucket or soon after.

A decision spends its time here, so these functions close over what they need and go straight to the slots. Whatever
they do not find as usual they leave to the storage, or to the general way. The kernel has each of them once more.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

from tipstaff.native.kernels import kernel
from tipstaff.signals.windows.access import Read, Record
from tipstaff.signals.windows.declaring.spec import WindowSpec
from tipstaff.signals.windows.lens import Lens
from tipstaff.signals.windows.measuring.baselines import Baseline
from tipstaff.signals.windows.measuring.distinct import Distinct
from tipstaff.signals.windows.measuring.last import NEVER, Last
from tipstaff.signals.windows.measuring.ratios import ABOVE, BELOW, NAN, Ratios
from tipstaff.signals.windows.measuring.rings import Rings
from tipstaff.signals.windows.measuring.seen import FEW, Seen
from tipstaff.signals.windows.quick.lasts import last, see
from tipstaff.signals.windows.quick.ratios import ratio
from tipstaff.signals.windows.quick.sets import distinct, note
from tipstaff.signals.windows.quick.totals import add, add_amount, count, total

Storage = Rings | Distinct | Last | Baseline

KERNEL: Final[Any] = kernel("windows")
_PLAIN: Final[Any] = SimpleNamespace(
    add=add,
    add_amount=add_amount,
    count=count,
    distinct=distinct,
    last=last,
    note=note,
    ratio=ratio,
    see=see,
    total=total,
)
if KERNEL is not None:
    KERNEL.learn(Seen, FEW, NEVER, NAN)


def quick_reader(spec: WindowSpec, storage: Storage, lens: Lens, general: Read, kernel: Any) -> Read | None:
    """The function that reads the usual case; None where there is no quicker way than the general one."""
    way = _reads(_PLAIN if kernel is None else kernel, spec, storage, lens)
    made: Read | None = None if way is None else way(spec, storage, lens, general)
    return made


def quick_recorder(spec: WindowSpec, storage: Storage, lens: Lens, general: Record, kernel: Any) -> Record | None:
    """The function that records the usual case; None where there is no quicker way than the general one."""
    ways = _PLAIN if kernel is None else kernel
    made: Record | None
    if isinstance(storage, Ratios):
        # An event of both kinds, or of a kind under a condition, is rare.
        lanes = {(True, False): ABOVE, (False, True): BELOW}
        lane = lanes.get((lens.of, lens.below))  # type: ignore[arg-type]  # a condition is not among them
        made = None if lane is None else ways.add(spec, storage, lens, general, lane)
    else:
        way = _records(ways, spec, storage, lens)
        made = None if way is None else way(spec, storage, lens, general)
    return made


def _reads(ways: Any, spec: WindowSpec, storage: Storage, lens: Lens) -> Any:
    if isinstance(storage, Ratios):
        return ways.ratio
    if isinstance(storage, Rings):
        return ways.total if storage.exact else ways.count
    if isinstance(storage, Last):
        return None if spec.field else ways.last
    return ways.distinct if isinstance(storage, Distinct) and isinstance(lens.of, bool) else None


def _records(ways: Any, spec: WindowSpec, storage: Storage, lens: Lens) -> Any:
    if isinstance(storage, Rings):
        return ways.add_amount if storage.exact else ways.add
    if isinstance(storage, Last):
        return None if spec.field else ways.see
    return ways.note if isinstance(storage, Distinct) and lens.of is True else None
