"""A sample plant: its organisation, the walks made there before today, and their photos, drawn by us."""
