"""The wiring of WhatsPR."""

__version__ = "0.1.0"
