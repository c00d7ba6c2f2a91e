"""An edition's catalogue as files: what stands in them, how it is written, how it is read. Pure."""
