"""How a press release is written: the words of each language, and checks with ids. No Django."""
