"""``python -m benchmarks.peers``: install the programs to measure against."""

from benchmarks.peers import install

install()
