"""A database that was restored from a backup is brought in line with what has happened since.

`after_restore` is the order of the steps; `exchange` fetches from Twilio what was written and sent since,
`conversations` puts that into inbox and outbox, `log_files` reads what only our logs know.
"""
