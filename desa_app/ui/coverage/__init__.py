"""Coverage: what was reached, what is left."""
