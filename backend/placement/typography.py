"""French typography of a printed page: its own quotes and apostrophes, and spaces that do not break."""

import re

# Kept as +33465710001, read as 04 65 71 00 01.
_FRENCH_NUMBER = (r"\+33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)\b", "0\\1\u00a0\\2\u00a0\\3\u00a0\\4\u00a0\\5")
_RULES: tuple[tuple[str, str], ...] = (
    _FRENCH_NUMBER,
    (r"(?<=\w)'(?=\w)", "’"),
    (r'"([^"]+)"', "« \\1 »"),
    (r"\.\.\.", "…"),
    (r"\s*([:»])(?=\s|$)", "\u00a0\\1"),
    (r"\s*([;!?])(?=\s|$)", "\u00a0\\1"),
    (r"«\s*", "«\u00a0"),
    (r"(?<=\d) (?=(ans?|h|€|mois|heures?|kg)\b)", "\u00a0"),
    (r"(?<=\d) (?=\d{2,3}\b)", "\u00a0"),
    (r"(?<=\d) ?(?=[€%])", "\u00a0"),
)


def french(text: str) -> str:
    """The same words as a printer sets them. Spaces are no-break ones (the narrow one is in few fonts)."""
    for pattern, replacement in _RULES:
        text = re.sub(pattern, replacement, text)
    return text
