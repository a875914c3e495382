"""Conditions as Python: many rules of one event type in one generated function.

The text is made from checked trees alone. What an author wrote appears in it only as a literal by `ascii` or `repr`, or
as an object held under a generated name; members appear through their declared attribute; there are no builtins. Where
the generated code raises, the caller asks the interpreter: so it may fail where the interpreter would not, and must
never give another answer.
"""
