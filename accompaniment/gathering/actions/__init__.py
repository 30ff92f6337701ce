"""Writes about collective times: keeping one, its state, its agenda, taking one back."""
