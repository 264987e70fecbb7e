"""The tablet: everything works on the floor without a network, and nothing recorded is lost."""
