"""The checker: names against an environment, types against overloads, one typed tree out."""
