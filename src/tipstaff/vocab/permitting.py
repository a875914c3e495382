"""What a policy asks of authorizations for one use, besides that they are granted at all."""

from __future__ import annotations

from msgspec import Struct

from tipstaff.vocab.times.durations import Duration


class UseTerms(Struct, frozen=True):
    """`two_person`: two people grant it, each by name. `longest`: it may last no longer than any of these; () for no
    bound. `scope`: event fields that it must be limited to.
    """

    two_person: bool = False
    longest: tuple[Duration, ...] = ()
    scope: tuple[str, ...] = ()

    def and_also(self, other: UseTerms) -> UseTerms:
        """What two policies of a stack ask together: all of it."""
        longest = tuple(dict.fromkeys((*self.longest, *other.longest)))
        scope = tuple(dict.fromkeys((*self.scope, *other.scope)))
        return UseTerms(self.two_person or other.two_person, longest, scope)
