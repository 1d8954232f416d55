"""Help: the guide beside the work, and the tour of practice."""
