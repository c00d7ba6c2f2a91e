"""How a film was watched, for those who hold its rights."""
