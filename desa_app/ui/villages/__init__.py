"""The villages: picking one, seeing them all."""
