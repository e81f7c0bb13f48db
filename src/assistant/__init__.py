"""Pakketwijzer: one text, published as a site and quoted by an assistant."""

__version__ = "0.1.0"
