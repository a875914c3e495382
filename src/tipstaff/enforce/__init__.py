"""Steps against an account, each with its inverse: warn, limit, remove, suspend, terminate, disclose, …

    catalogue   what each kind does, who may do it, how many people it takes, which notice tells of it
    records     actions, strikes, restraints, disclosures
    restraints  putting a restriction on standing, channels and numbers, and taking exactly that off again
    actions     the life of one action: proposed, approved, active, lifted or expired
    strikes     points that violations leave, on the account and on those above it
    ladder      which step so many points lead to
    disclosures what is given to an authority, by two people

The commands that people and decisions give stand in `cases`, which knows what a step is about.

A restriction is a projection: what an account's standing would be without any, and the live actions laid over it. So
lifting one gives back what was there, whatever order they came and went in.
"""

from tipstaff.enforce.records import KINDS

__all__ = ["KINDS"]
