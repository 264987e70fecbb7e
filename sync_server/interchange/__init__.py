"""Checklists on their way out and in: as XLSForm, as a plain list, on paper."""
