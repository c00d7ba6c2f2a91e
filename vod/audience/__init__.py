"""How films were watched, without spying on who watched them."""
