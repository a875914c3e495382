"""Conditions as a plan: plain steps with numbers, which the kernel `native/_conditions.c` runs.

A plan says nothing that the tree does not. Where a step cannot tell (a member is missing, a value is of another type
than declared, a call fails), its condition counts as failed, and the interpreter has the last word, as with generated
code. So without the kernel everything is the same and slower.
"""
