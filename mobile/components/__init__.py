"""The building blocks of the screens: each takes values and callbacks, and nothing else."""
