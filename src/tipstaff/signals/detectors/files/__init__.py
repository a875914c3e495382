"""What the files of an event are, what is inside them, and what is known of them."""

from tipstaff.signals.detectors.files.declared import SIGNALS
from tipstaff.signals.detectors.files.yara import check_rules

__all__ = ["SIGNALS", "check_rules"]
