"""The year of an office that pictures are taken of, and the script that takes them."""
