"""What each route does. An endpoint turns a Call into a Reply and knows nothing of routes or wires."""
