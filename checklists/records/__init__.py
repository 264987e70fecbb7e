"""The records of the field: which fields each kind has, which values they take and how people read them."""
