"""One frozen record per kind of entry. Their JSON is what the store keeps: add fields with defaults, never rename."""
