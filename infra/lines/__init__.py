"""Bad lines: slow ones, lossy ones, silent ones; and films long enough to be watched over them."""
