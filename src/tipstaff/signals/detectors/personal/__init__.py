"""Personal and restricted data in what an event says: kinds and places are told, values never."""

from tipstaff.signals.detectors.personal.blanking import blanked, holds_values
from tipstaff.signals.detectors.personal.declared import SIGNALS

__all__ = ["SIGNALS", "blanked", "holds_values"]
