"""What is decided or commanded becomes one job for the store: entries, effects, a line in the audit chain."""
