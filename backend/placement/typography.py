"""French typography of a printed page: its own quotes and apostrophes, and spaces that do not break."""

import re

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
    for pattern, replacement in _RULES:
        text = re.sub(pattern, replacement, text)
    return text
