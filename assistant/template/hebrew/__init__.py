"""A release in Hebrew: what each kind of announcement says, and the pieces of its sentences."""
