"""A sample plant: its organisation and the walks that were made there before today."""
