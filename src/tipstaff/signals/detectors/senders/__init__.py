"""What a message says it is from: its shape, what the recipient's country makes of it, whom it may be taken for."""

from tipstaff.signals.detectors.senders import lookalike, shape

SIGNALS = (*shape.SIGNALS, *lookalike.SIGNALS)
