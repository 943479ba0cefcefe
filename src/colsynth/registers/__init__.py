"""What are a community's registers? Declarations, documentation, the store, the key that replaces numbers."""
