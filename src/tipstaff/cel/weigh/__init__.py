"""How long an evaluation can take at worst, so that a rule that could take too long is refused when it is checked."""
