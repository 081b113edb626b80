"""How much CPU time layerlint takes, in units of `ast.parse` over the same files."""
