"""Words as they are searched: both scripts as one, readings, lexemes, queries. Pure."""
