"""From controls and the clauses that use them to rules: conditions compiled, params put in, texts parsed."""
