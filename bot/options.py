"""Lines that are shown with digits, and what each of them means."""

from dataclasses import dataclass

from backend.values import Json


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a numbered choice: what it means (as its question keeps it) and what the person reads."""

    value: Json
    label: str


def numbered(options: tuple[Option, ...]) -> str:
    """ "1) mardi 8 à 14h, 2) jeudi 10 à 9h30": the sign parts the digit to answer from those of the line."""
    return ", ".join(f"{number}) {option.label}" for number, option in enumerate(options, 1))
