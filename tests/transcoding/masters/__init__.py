"""What filmmakers send, each made small from the real film and put through a chunk."""
