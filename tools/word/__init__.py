"""The parts of the standard Word templates, written from nothing, so that no other program's
leftovers are in them.
"""
