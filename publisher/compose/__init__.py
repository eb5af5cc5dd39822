"""From a checked report to what a reader sees: order, numbers, notes, labels; decided once for all
formats.
"""
