"""The proof: histories of laptops, sticks and a headquarters, drawn from a seed and judged after every step.

What runs is the program itself: the laptops' store, journal, logs and runs, and headquarters' intake, log and
quarantine. Handed in are the clocks, the chance, the network and the disks, which here are databases in memory.
``make simulate`` runs histories, ``make mutants`` breaks one rule at a time and shows which promise notices.
"""
