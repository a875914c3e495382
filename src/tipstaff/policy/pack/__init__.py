"""What the files of a pack say, as checked values: policy, clauses, uses, controls. Conditions are text still."""
