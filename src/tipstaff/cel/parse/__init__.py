"""Text to tree: lexer, literals, grammar and macros. Knows no names and no types."""
