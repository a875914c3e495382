"""Which rules can match an event, found without touching the others."""
