"""What a community's registers are: their declarations, their documentation, the store, the key that replaces numbers."""
