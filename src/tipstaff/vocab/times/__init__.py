"""Time as policies and people write it: durations, working days, opening hours, named zones."""
