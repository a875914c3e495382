"""Who acts, from where and how: what sign-ups, sign-ins and calls give away beside what they say.

address.prefix(ip)   address.kind(ip)            agent.marks(user_agent)   agent.automated(user_agent)
travel.distance(...)  travel.speed(...)           travel.apart(country, country)
name.entropy(name)   name.random(name)            name.pattern(name)
"""

from tipstaff.signals.detectors.behaviour import addresses, agents, names, travel

SIGNALS = (*addresses.SIGNALS, *agents.SIGNALS, *travel.SIGNALS, *names.SIGNALS)
