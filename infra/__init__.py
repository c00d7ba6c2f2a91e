"""How the platform is run: on one machine, in containers, and in production."""
