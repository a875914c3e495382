"""What is on record, told: why a decision fell, why a rule did not match, cases, and those who watch live."""
