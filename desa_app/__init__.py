"""desa_app: field outreach for Desa Binaan Imigrasi."""

__version__ = "0.1.0"
