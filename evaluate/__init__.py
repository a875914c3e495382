"""How good every classifier of the project is, beside what else could be installed: `python -m evaluate`.

One file per subject; each has `tasks()`. See README.md.
"""
