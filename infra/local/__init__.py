"""The whole platform on one machine: real services from wheels, on loopback, without Docker."""
