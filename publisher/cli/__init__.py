"""The `publisher` command: what a person types, and what they are told."""
