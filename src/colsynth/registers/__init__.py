"""What a community's registers are: declarations, documentation, the store, the key that replaces numbers."""
