"""The pages of a film's team, and of whoever is asked into one."""
