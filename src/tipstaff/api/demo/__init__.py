"""A demonstration: accounts with filled ledgers, and a stream of events like those a platform would tell.

The texts are the sample messages that ship with the packs; names and numbers are invented, the numbers from ranges that
regulators keep for fiction. Nothing is sent anywhere.
"""

from tipstaff.api.demo.given import furnish
from tipstaff.api.demo.stream import Events, play

__all__ = ["Events", "furnish", "play"]
