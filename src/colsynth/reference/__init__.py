"""Facts with dates and sources: where data files stand, school terms, measures, ethnic groups."""
