"""What was published and stays: an edition of a report as a value, its record, what it changed."""
