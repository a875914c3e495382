"""The wiring: the only place that knows every room.

knowledge   what conditions may name, gathered from vocabulary, signals and ledgers
bundles     packs on disk → the bundle in force, and its program for an account at a time
records     a ruling → one job for the store: decision, effects, ledger changes
counting    windows that survive a restart
house       all of it, joined
engine      the house in-process, synchronous
serving     the house behind the asynchronous doors
"""
