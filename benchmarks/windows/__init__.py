"""The windows that are measured from outside, each a process of its own: the program's, and bare ones beside it."""
