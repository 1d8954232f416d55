"""One protocol for laptops and headquarters: the pure half in ``pure/``, and the run that uses it over a line."""
