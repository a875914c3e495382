"""Names that can be taken for one another.

skeleton.py   what is left of a name when letters that look alike are one letter
index.py      the protected names a name may be taken for: the same skeleton, one slip away, or with usual additions
"""
