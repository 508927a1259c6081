"""The checks of the house style, and the repair of English."""
