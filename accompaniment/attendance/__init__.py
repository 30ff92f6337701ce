"""Who signs up to a collective time, who comes, and the papers of it."""
