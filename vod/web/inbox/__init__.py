"""The inbox, what comes by mail, and the link that stops it."""
