"""A scenario file as its author wrote it: text with positions → checked values, or diagnostics, all of them at once."""
