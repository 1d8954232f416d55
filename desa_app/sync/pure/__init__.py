"""The pure half of sync, shared by laptops and headquarters; see the README beside this file."""
