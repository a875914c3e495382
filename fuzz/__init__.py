"""Bytes that nobody meant, led by coverage, for everything that reads what comes from outside.

`python -m fuzz` gives every reader some time of its own in a process of its own; what was found stays in `var/fuzz`
and begins the next run. A reader may refuse what it gets, with the errors it says it raises, and nothing else: any
other exception, ten seconds for one input, or two gigabytes are a finding.
"""
