"""What a template may say and whether it does: the contract, the tags, the bounds of its work."""
