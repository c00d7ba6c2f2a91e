"""Benchmarks: `make bench-transcode`. Each prints a table and writes `var/bench/NAME.json`."""
