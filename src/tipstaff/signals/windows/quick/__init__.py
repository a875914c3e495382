"""The usual case of each window, without a detour: one key that is known, in its newest bucket or soon after.

A decision spends its time here, so these functions close over what they need and go straight to the slots. Whatever
they do not find as usual they leave to the storage, or to the general way.
"""

from __future__ import annotations

from tipstaff.signals.windows.baselines import Baseline
from tipstaff.signals.windows.distinct import Distinct
from tipstaff.signals.windows.last import Last
from tipstaff.signals.windows.lens import Lens, Read, Record
from tipstaff.signals.windows.quick import lasts, ratios, sets, totals
from tipstaff.signals.windows.ratios import ABOVE, BELOW, Levels, Ratios
from tipstaff.signals.windows.rings import Rings
from tipstaff.signals.windows.spec import WindowSpec

Storage = Rings | Distinct | Last | Baseline


def quick_reader(spec: WindowSpec, storage: Storage, lens: Lens, general: Read) -> Read | None:
    """The function that reads the usual case; None where there is no quicker way than the general one."""
    if isinstance(storage, Levels):
        return ratios.ratio(spec, storage, lens, general, storage)
    if isinstance(storage, Ratios):
        return ratios.ratio(spec, storage, lens, general, None)
    if isinstance(storage, Rings):
        return (totals.total if storage.exact else totals.count)(spec, storage, lens, general)
    if isinstance(storage, Last):
        return None if spec.field else lasts.last(storage, lens, general)
    if isinstance(storage, Distinct) and isinstance(lens.of, bool):
        return sets.distinct(spec, storage, lens, general)
    return None


def quick_recorder(spec: WindowSpec, storage: Storage, lens: Lens, general: Record) -> Record | None:
    """The function that records the usual case; None where there is no quicker way than the general one."""
    if isinstance(storage, Ratios):
        # An event of both kinds, or of a kind under a condition, is rare.
        lanes = {(True, False): ABOVE, (False, True): BELOW}
        lane = lanes.get((lens.of, lens.below))  # type: ignore[arg-type]  # a condition is not among them
        return None if lane is None else totals.add(spec, storage, lens, general, lane)
    if isinstance(storage, Rings):
        return (totals.add_amount if storage.exact else totals.add)(spec, storage, lens, general)
    if isinstance(storage, Last):
        return None if spec.field else lasts.see(storage, lens, general)
    if isinstance(storage, Distinct) and lens.of is True:
        return sets.note(spec, storage, lens, general)
    return None
