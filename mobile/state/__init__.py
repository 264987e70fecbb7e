"""What the screens show: observable state per person at the tablet, read from the store and written to it."""
