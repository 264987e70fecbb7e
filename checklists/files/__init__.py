"""Checklist files: read with every problem named, checked by a schema, written, and the shipped ones held."""
