"""What is known of the field? Facts with dates and sources: school terms, measures, ethnic groups, marks."""
