"""How the admin writes times: to the second, with the time zone."""

DATETIME_FORMAT = "j M Y, H:i:s e"
