"""What the doors count, cheap enough for every request, and its Prometheus text."""

from tipstaff.api.metrics.doors import DoorMetrics
from tipstaff.api.metrics.exposition import exposition

__all__ = ["DoorMetrics", "exposition"]
