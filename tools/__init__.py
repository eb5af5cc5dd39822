"""Programs that make what the project ships: templates, samples, tables of the guides."""
