"""Photos and pieces of evidence: taken in, shown, put in order."""
