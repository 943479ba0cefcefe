"""How does the community see its own collaboration? One frame of placements, and what is asked of it."""
