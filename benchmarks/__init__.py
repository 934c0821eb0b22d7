"""Benchmarks: one command, one table; every figure is a ratio to a floor measured in the same run."""
