"""Genesis: configurations and the states that they give."""
