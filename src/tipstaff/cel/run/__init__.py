"""The three-valued interpreter: what a condition means.

An error is a third truth value (`false && error` is false, `true && error` is the error), an absent field is an error,
and every function is chosen by the values themselves, whatever the checker thought. Generated code must agree with
this room on every input; where it raises, this room decides.
"""
