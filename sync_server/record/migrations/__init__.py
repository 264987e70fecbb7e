"""The numbered steps that bring a database from any earlier version to this one; append, never edit."""
