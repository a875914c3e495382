"""How a decision is told: explanations and evidence from what the event says, as values or as JSON at once."""
