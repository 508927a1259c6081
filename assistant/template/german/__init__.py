"""A release in German: what each kind of announcement says, and the pieces of its sentences."""
