"""What can be called: the standard functions and operators of the language with the types of their overloads.

Nothing here runs; the implementations under the same ids are the back end's.
"""
