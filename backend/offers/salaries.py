"""What an offer pays, in the short words of an SMS. Figures that nobody is paid are dropped rather than repeated."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Period(StrEnum):
    """What the figure is paid for; the value is how it is said after the euros."""

    HOUR = "de l'heure"
    MONTH = "par mois"
    YEAR = "par an"


@dataclass(frozen=True, slots=True)
class Salary:
    """`words`: "11,88 € de l'heure", "" when nothing is known. `odd`: what was wrong with it, in French, or ""."""

    words: str = ""
    odd: str = ""


IMPOSSIBLE = "salaire invraisemblable"
UNREADABLE = "salaire illisible"

# Euros before tax, from an apprentice at a third of the minimum wage or a few hours a week, to a surgeon.
_BELIEVABLE = {Period.HOUR: (3.0, 150.0), Period.MONTH: (100.0, 15_000.0), Period.YEAR: (2_000.0, 250_000.0)}
# Without a period, only figures that can be one thing are read.
_GUESSED = {Period.HOUR: (8.0, 60.0), Period.MONTH: (600.0, 9_000.0), Period.YEAR: (13_000.0, 250_000.0)}
_WIDEST_RANGE = 4.0

_NUMBER = r"\d[\d\s.,]*"
_LABEL = re.compile(
    rf"(?P<period>annuel|mensuel|horaire|autre)\w*\s+de\s+(?P<low>{_NUMBER})\s*(?:euros?|€)"
    rf"(?:\s*à\s*(?P<high>{_NUMBER})\s*(?:euros?|€))?(?:\s*sur\s*(?P<months>[\d.,]+)\s*mois)?",
    re.IGNORECASE,
)
_PERIODS = {"annuel": Period.YEAR, "mensuel": Period.MONTH, "horaire": Period.HOUR}
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})\s*(?P<unit>k\s?(?:€|euros?)|€|euros?|eur\b)", re.IGNORECASE)
_RANGE_START = re.compile(rf"(?P<number>{_NUMBER})(?:à|-|–|et)\s*$", re.IGNORECASE)
_PERIOD_WORDS = (
    (Period.HOUR, re.compile(r"heure|horaire|/\s?h\b", re.IGNORECASE)),
    (Period.MONTH, re.compile(r"mois|mensuel", re.IGNORECASE)),
    (Period.YEAR, re.compile(r"\ban\b|annuel|/\s?an|k\s?(?:€|eur)", re.IGNORECASE)),
)
_BOUNDS = (
    ("au moins ", re.compile(r"supérieur|plus de|à partir|minimum|au moins|\bdès\b", re.IGNORECASE)),
    ("au plus ", re.compile(r"inférieur|moins de|jusqu|maximum", re.IGNORECASE)),
)
_MINIMUM_WAGE = re.compile(r"\s*(?:au |le )?smic(?: horaire| mensuel)?[\s.]*", re.IGNORECASE)


def read_salary(label: str, comment: str = "") -> Salary:
    """A label as France Travail writes it ("Mensuel de 1802.0 Euros sur 12.0 mois"), or else its free comment."""
    said = _from_label(label) if label else Salary()
    if said.words:
        return said
    return Salary(_from_comment(comment), said.odd)


def _from_label(label: str) -> Salary:
    found = _LABEL.search(label)
    if not found:
        # "Annuel de" without a figure is how an empty field arrives
        return Salary(odd=UNREADABLE if any(c.isdigit() for c in label) else "")
    low = amount(found["low"])
    high = amount(found["high"]) if found["high"] else low
    if low is None or high is None:
        return Salary(odd=UNREADABLE)
    words = _in_words(low, high, _PERIODS.get(found["period"].lower()))
    return Salary(words + _months(found["months"], words)) if words else Salary(odd=IMPOSSIBLE)


def _from_comment(comment: str) -> str:
    """The figures of a free text, or "SMIC"; "" for "selon profil", which says nothing."""
    if _MINIMUM_WAGE.fullmatch(comment):
        return "SMIC"
    amounts = _amounts(comment)
    if not amounts:
        return ""
    period = next((period for period, words in _PERIOD_WORDS if words.search(comment)), None)
    words = _in_words(min(amounts), max(amounts), period)
    if re.search(r"\bnets?\b", comment, re.IGNORECASE):
        words = words.replace(" € ", " € net ")
    bound = next((said for said, pattern in _BOUNDS if pattern.search(comment)), "") if len(set(amounts)) == 1 else ""
    return f"{bound}{words}" if words else ""


def _amounts(comment: str) -> list[float]:
    """Every figure in euros: "de 25 à 30 K€" gives 25000 and 30000."""
    amounts: list[float] = []
    for found in _AMOUNT.finditer(comment):
        thousand = 1000.0 if found["unit"].lower().startswith("k") else 1.0
        start = _RANGE_START.search(comment[: found.start()])
        figures = [start["number"], found["number"]] if start else [found["number"]]
        amounts += [value * thousand for text in figures if (value := amount(text)) is not None]
    return amounts


def amount(text: str) -> float | None:
    """ "1 802,50", "1802.5", "1.802,50" → 1802.5. None when it is no number."""
    digits = re.sub(r"\s", "", text).strip(".,")
    whole, mark, cents = digits.rpartition("," if digits.rfind(",") > digits.rfind(".") else ".")
    if not mark:
        whole, cents = digits, ""
    whole = re.sub(r"[.,]", "", whole)
    return float(f"{whole}.{cents or 0}") if whole.isdecimal() and len(whole) < 10 else None


def _in_words(low: float, high: float, period: Period | None) -> str:
    """The range for people; "" when it is not believable."""
    low, high = min(low, high), max(low, high)
    period = period or _guess(low, high)
    if period is None or not _within(low, high, _BELIEVABLE[period]) or high > low * _WIDEST_RANGE:
        return ""
    least, most = _figure(low), _figure(high)
    return f"{least} € {period}" if least == most else f"{least} à {most} € {period}"


def _guess(low: float, high: float) -> Period | None:
    return next((period for period, band in _GUESSED.items() if _within(low, high, band)), None)


def _within(low: float, high: float, band: tuple[float, float]) -> bool:
    return band[0] <= low and high <= band[1]


def _figure(value: float) -> str:
    """Cents only where they matter: 11.88 → "11,88", 12.0 → "12", 1802.4 → "1 802"."""
    if value >= 100 or value == int(value):
        return f"{round(value):,}".replace(",", " ")
    return f"{value:.2f}".replace(".", ",")


def _months(months: str | None, words: str) -> str:
    """ "sur 13 mois" is worth saying; 12 is what everyone supposes, and 0 is an empty field."""
    count = amount(months or "")
    return f" sur {count:.0f} mois" if count and 12 < count <= 16 and not words.endswith(Period.HOUR) else ""
