"""What happens to learners when they change school? Who moved where, who was followed, and what changed for them."""
