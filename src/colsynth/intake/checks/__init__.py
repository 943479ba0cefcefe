"""The rules that records are screened by: one rule, one function; each yields what it found, none repairs anything."""
