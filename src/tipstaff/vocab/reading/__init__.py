"""Bytes to events and back: schemas, one decoder for every door, every fault named at once."""
