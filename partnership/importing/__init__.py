"""Spreadsheets of the partnership: one module per kind of content."""
