"""Beranda: what matters now."""
