"""What a walk is: checklists, records, the journal that merges them and the messages that travel."""
