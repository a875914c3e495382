"""The words of an event: which fields say something, and what they say once disguises are taken off."""
