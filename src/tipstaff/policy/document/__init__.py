"""A pack's file as its author wrote it: YAML with the place of every key, value and character."""
