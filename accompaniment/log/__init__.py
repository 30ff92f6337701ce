"""What people note of their days: exchanges, work, weeks, months."""
