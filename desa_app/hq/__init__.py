"""Headquarters (*kantor pusat*): the one place that gives changes their order, and the people and offices they are for.

A request goes ``web`` → ``exchange`` → ``intake`` (is each change fit?) → ``log`` (its place) and ``shelf`` (its
record) → ``log`` again (pages). Everything that lasts is in the database, so several processes can serve one.
"""
