"""What is found in a master, in figures, as findings, and in words. Pure."""
