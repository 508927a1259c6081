"""How the admin writes moments: to the second, and by which clock."""

DATETIME_FORMAT = "j M Y, H:i:s e"
