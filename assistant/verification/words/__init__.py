"""The words that the checks know, in four languages: tables, and how they are looked up."""
