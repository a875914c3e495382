"""The nouns everyone shares: event, verdict, decision, diagnostic, errors, calendars.

Plain frozen values and pure functions. Nothing here reads a file, a clock or the network.
"""
