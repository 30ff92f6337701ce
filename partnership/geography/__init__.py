"""Where towns are, and the outlines of the départements: see README.md for what comes from where."""
