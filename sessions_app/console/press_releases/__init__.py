"""Press releases: the `list`, and the `page` of one.

The page shows the facts (`gathered`), a version sentence by sentence (`reading`, with the `problems` that the
checks found), and a `comparison` of two. The views behind its buttons are in `steering` and `writing`, the
files of an approved version in `documents`.
"""
