"""What does a written text mean in its column? A number, a day, a result, a school, or why there is none."""
