"""`make chaos`: a real film is transcoded while everything around it breaks."""
