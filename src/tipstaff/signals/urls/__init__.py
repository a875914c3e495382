"""Addresses on the web as people write, disguise and click them: found, read like a browser would, never fetched.

finding.py    links in a text, each with its place and the tricks it was written with
undoing.py    a text without disguises of links (`hxxp`, `[.]`, `(dot)`), with every place mapped back
hosts.py      the host that a browser would ask, and what was done to hide it
suffixes.py   registrable domains by the public suffix list
of_event.py   the links of one event, those of its markup included
kinds.py      what is known of a host by list: shortener, free host, dynamic DNS, ...
"""
