"""What is known of a host or a domain that a condition names.

domain.host(url)          the host of a link             domain.kinds(host)     what lists say of it
domain.registrable(host)  what somebody registered       domain.unicode(host)   as people see it
domain.suffix(host)       its public suffix              domain.lookalike(host) the protected name it looks like
domain.score(host)        0 to 1: looks set up to deceive
"""

from __future__ import annotations

from tipstaff.signals.detectors.domains import reading

SIGNALS = (*reading.SIGNALS,)
