"""Which links does it hold, where do they lead, and how are they dressed? Found and read only, never fetched.

links.urls        as meant, in order, each once             links.tricks      how they were disguised
links.hosts       as a browser would ask for them           links.mismatched  links that show another domain
links.domains     what somebody registered                  links.listed(l)   those on a list of the operator
links.lookalikes  hosts that look like a protected name     links.score  0 to 1, by their letters
links.shorteners, free_hosts, dynamic_dns, link_in_bio, addresses, punycode, redirects: links of that kind
"""

from __future__ import annotations

from tipstaff.signals.detectors.links import found, imitation, kinds, listed, mismatch, score

SIGNALS = (*found.SIGNALS, *kinds.SIGNALS, *mismatch.SIGNALS, *imitation.SIGNALS, *score.SIGNALS, *listed.SIGNALS)
