"""What comes back from a national NGO: read whole, placed at its cells, offered to a researcher."""
