"""The files that an approved version becomes: what each format looks like, and the stored bytes."""
