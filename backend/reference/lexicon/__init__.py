"""Our own lexicon of occupations: the words people use, by sector. Its columns are explained in `occupations.py`."""
