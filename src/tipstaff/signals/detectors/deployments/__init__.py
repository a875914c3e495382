"""What runs in an application, from what is declared of it and from what it is seen to do."""

from tipstaff.signals.detectors.deployments.prohibited import SIGNALS

__all__ = ["SIGNALS"]
