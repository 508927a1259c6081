"""A release in Spanish: what each kind of announcement says, and the pieces of its sentences."""
