"""What each office chooses for its agenda: how long a seat is held, when people are reminded, what a new session is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from backend.agenda.tables import AgendaRules


class RulesRefused(ValueError):
    """A value that cannot be kept. The text says which, in French."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One number that an office chooses: its column, its words, and its bounds, both inclusive."""

    name: str
    title: str
    unit: str
    least: int
    most: int
    note: str = ""


RULES: tuple[Rule, ...] = (
    Rule("hold_minutes", "Une place libérée est gardée", "minutes", 30, 2880,
         "Seules comptent les heures où l'on écrit aux gens : de 8h30 à 19h30, jamais la nuit ni le dimanche."),
    Rule("remind_days", "Premier rappel", "jours avant", 0, 7, "0 : ce rappel ne part pas."),
    Rule("remind_hours", "Second rappel", "heures avant", 0, 12, "0 : ce rappel ne part pas."),
    Rule("workshop_seats", "Places d'un atelier CV", "personnes", 1, 100),
    Rule("workshop_minimum", "Minimum pour tenir un atelier CV", "personnes", 0, 100,
         "La veille, en dessous, on vous demande quoi faire."),
    Rule("workshop_minutes", "Durée d'un atelier CV", "minutes", 15, 720),
    Rule("apec_slot_minutes", "Durée d'un créneau de l'Apec", "minutes", 10, 240),
    Rule("meeting_slot_minutes", "Durée d'un rendez-vous avec un conseiller", "minutes", 10, 240),
)  # fmt: skip


def rules_of(session: Session, office_id: int) -> AgendaRules:
    """The office's own, or the defaults that it never changed (a row that is not kept)."""
    found = session.exec(select(AgendaRules).where(AgendaRules.office_id == office_id)).first()
    return found or AgendaRules(office_id=office_id)


def hold_of(session: Session, office_id: int) -> timedelta:
    return timedelta(minutes=rules_of(session, office_id).hold_minutes)


def read_rules(typed: Mapping[str, str]) -> dict[str, int]:
    """What was typed, by column. Raises RulesRefused when one is no whole number within its bounds."""
    values = {rule.name: _number(rule, typed.get(rule.name, "")) for rule in RULES}
    if values["workshop_minimum"] > values["workshop_seats"]:
        raise RulesRefused("Un atelier CV ne peut pas demander plus de personnes qu'il n'a de places.")
    return values


def _number(rule: Rule, typed: str) -> int:
    try:
        number = int(typed)
    except ValueError:
        number = rule.least - 1
    if not rule.least <= number <= rule.most:
        raise RulesRefused(f"{rule.title} : un nombre de {rule.least} à {rule.most}.")
    return number


def save_rules(session: Session, office_id: int, values: Mapping[str, int], adviser_id: int, now: datetime) -> None:
    """From now on; what is already held, or was already reminded, stays as it was."""
    rules = rules_of(session, office_id)
    for name, value in values.items():
        setattr(rules, name, value)
    rules.saved_at, rules.saved_by = now, adviser_id
    session.add(rules)
    session.flush()
