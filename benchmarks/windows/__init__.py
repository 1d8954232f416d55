"""The two windows whose first paint is timed, each a process of its own."""
