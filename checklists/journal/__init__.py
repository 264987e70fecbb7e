"""How records change and merge: ops, stamps, chains, siblings and the fold that puts them together."""
