"""What one line, a mail or a calendar proposes to note."""
