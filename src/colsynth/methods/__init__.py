"""Statistics: numbers in, numbers out, no schools in here; each with its source and a number from outside."""
