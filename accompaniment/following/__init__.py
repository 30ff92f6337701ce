"""Follow-ups: their story, their flags, whom to call back, whom to pass them to."""
