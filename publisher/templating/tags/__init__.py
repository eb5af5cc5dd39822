"""The tags of templates, of Word and HTML alike: found, read and checked."""
