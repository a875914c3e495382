"""Shared by the tests of the condition language: the specification's cases, generators, the oracle."""
