"""The files that an event carries."""
