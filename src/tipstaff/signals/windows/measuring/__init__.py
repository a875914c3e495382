"""What windows measure: counts, sums, shares, different values, last times, and what is usual, each over its keys."""
