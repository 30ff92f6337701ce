"""Writes of the partnership, one module per topic."""
