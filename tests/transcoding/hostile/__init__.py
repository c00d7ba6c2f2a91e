"""Files that were made to hurt: each is refused in words, and nothing else happens."""
