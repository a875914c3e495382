"""Decisions per CPU-second, next to the engines a user would pick otherwise, on identical matches."""
