"""Phrases in order: sets of words, patterns of such sets, and what takes a pattern's force away."""
