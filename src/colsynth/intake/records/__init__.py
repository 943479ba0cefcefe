"""How does a table become records? Texts on their way in, each with its address and with what is wrong with it."""
