"""What concerns headquarters: the exchange, and how this laptop stands."""
