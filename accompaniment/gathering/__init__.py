"""One collective time: its pages, its déroulé, what is kept of it."""
