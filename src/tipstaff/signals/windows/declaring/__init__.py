"""Windows as they are declared: from the text in a pack to a specification, or to everything that is wrong with it."""
