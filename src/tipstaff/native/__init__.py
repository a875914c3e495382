"""What is computed at every event and costs most, once more in C: the same values, faster.

Nothing here has a meaning of its own. Each kernel (`_text.c`, ...) does over again what a function of another room does
in Python; that function is the definition, stays beside the call, and is used wherever the kernel is not. To understand
Tipstaff, skip this room. `docs/concepts/native.md` says when kernels are used and how to add one.

Built by `scripts/kernels.py` when the package is installed and a compiler is there; found by `kernels.py`.
"""
