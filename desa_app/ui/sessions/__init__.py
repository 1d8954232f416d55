"""The sessions: their list, the form with its attendees, lists that are imported."""
