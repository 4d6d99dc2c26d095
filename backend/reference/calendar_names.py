"""What days and months are called in French."""

from backend.reference.folding import unaccented

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
# As they are read, once accents are gone.
PLAIN_MONTHS = tuple(unaccented(month) for month in MONTHS)
