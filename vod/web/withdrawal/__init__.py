"""Taking a film back: the team's page, and the page for code words."""
