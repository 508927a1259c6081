"""A release in English: what each kind of announcement says, and the pieces of its sentences."""
