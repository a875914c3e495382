"""May a person be contacted now, on the person's own clock? And when is it next allowed?

Places: that of the number, and the one the caller knows (`FR`, `US-CA`). Where these are two, nobody knows which is
right: both count. Zones of a place: those the caller knows, and where they are of another country those of the place
beside them; else every zone the number may be in, or of the region; else every zone of the country. Hours of a place:
every row of the table `contact-hours` for the country and the region; in a country with regional rows whose region
nobody knows, all of them. All must be open at once: the strictest wins.
"""

from tipstaff.signals.detectors.hours.declared import SIGNALS

__all__ = ["SIGNALS"]
