"""Small linear models that ship with the project: features, weights, score, reasons."""
