"""What the standard functions, operators and extensions do, one implementation per overload id.

`table.IMPLEMENTATIONS` holds them all; `dispatch.call` picks one by the values when the types did not decide it.
The declarations (names and types, nothing that runs) are in `tipstaff.cel.declare`; a test holds the two equal.
"""
