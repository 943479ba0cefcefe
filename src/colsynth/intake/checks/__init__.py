"""What is wrong with a record? One rule, one function; each yields what it found, none repairs anything."""
