"""The screens: one file each, one route each, a function of the state."""
