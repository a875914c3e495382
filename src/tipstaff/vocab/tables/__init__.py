"""Tables of figures that come from somewhere: each row with its source, its confidence and the time it is in force.

A table answers for a key (a country, a channel). Several rows may answer at once: a country's and its region's, a
carrier's and a law's. Nobody picks one in silence: `candidates` lists all of them, `strictest` says which one won.

    table: legal-age                 keys: [country, category]
    undated: Compiled from memory; when each age began was not looked up.
    rows:
      - {for: {country: FR, category: alcohol}, age: 18, from: 2009-07-23, source: "...", confidence: statute}
      - {for: {country: [IE, MT], category: adult}, age: 18, from: unknown, source: "...", confidence: unverified}

A row for several values of a key is as many rows. A row without `from`, or with `from: unknown`, has always been in
force as far as the table knows; `undated` says why.
"""

from tipstaff.vocab.tables.reading import read_table
from tipstaff.vocab.tables.table import CONFIDENCE, Confidence, Row, Strictest, Table, strictest

__all__ = ["CONFIDENCE", "Confidence", "Row", "Strictest", "Table", "read_table", "strictest"]
