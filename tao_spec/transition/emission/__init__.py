"""Emission: the TAO and alpha that each block creates, and who receives them."""
