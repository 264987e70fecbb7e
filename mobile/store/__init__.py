"""The tablet's memory: one SQLite file, read and written by the functions of one module for each noun."""
