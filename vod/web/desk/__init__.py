"""Pages of the staff's site that are no list and no form of a model."""
