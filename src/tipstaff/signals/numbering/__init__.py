"""Telephone numbering: what a number in E.164 tells by its digits alone, fast enough to be asked of every message."""
