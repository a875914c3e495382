"""A demonstration: accounts with filled ledgers, and a stream of events like those a platform would tell.

The texts are the sample messages that ship with the packs and, where they lie in the folder of the setting
`shared_data`, published collections of real ones. Names and numbers are invented, the numbers from ranges that
regulators keep for fiction. Nothing is sent anywhere.
"""

from tipstaff.api.demo.playing import Demonstration
from tipstaff.api.demo.stream import Events

__all__ = ["Demonstration", "Events"]
