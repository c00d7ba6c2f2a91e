"""What our API costs beside plain Django views on the same server."""
