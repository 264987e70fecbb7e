"""The form of a checklist: its parts, its conditions, its translations, and what one visit asks of it."""
