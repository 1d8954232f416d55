"""The suspicious job offers: their list, the guided form, the risk."""
