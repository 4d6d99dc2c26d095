"""French typography of a printed page: its own quotes and apostrophes, and spaces that do not break."""

import re

_FRENCH_NUMBER = re.compile(r"\+33([1-9])(\d\d)(\d\d)(\d\d)(\d\d)\b")
_RULES: tuple[tuple[str, str], ...] = (
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
    text = say_phones(text, "\u00a0")
    for pattern, replacement in _RULES:
        text = re.sub(pattern, replacement, text)
    return text


def say_phones(text: str, space: str = " ") -> str:
    """Numbers kept as +33465710001 are read as 04 65 71 00 01."""
    return _FRENCH_NUMBER.sub(lambda number: f"0{space.join(number.groups())}", text)
