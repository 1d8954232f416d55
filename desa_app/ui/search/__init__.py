"""Cari: finding anything by typing (Ctrl+K)."""
