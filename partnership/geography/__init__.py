"""Where towns are, and how the départements look; README.md says what comes from where."""
