"""What playing costs, beside plain Django, and how a premiere is held."""
