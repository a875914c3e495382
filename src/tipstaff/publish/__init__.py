"""What the operator shows of its policy: so far, which clauses are carried and how they are proven."""
