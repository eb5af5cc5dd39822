"""Benchmarks: speed and memory, as ratios to plain use of the same libraries."""
