"""The checks by subject; each file has its rows at its end."""
