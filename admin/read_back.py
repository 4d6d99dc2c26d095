"""What the matcher had read when it made a suggestion, a line each in French. Exports keep it as the machine does."""

from collections.abc import Mapping, Sequence
from typing import Any

from admin import words
from backend.matching.criteria import CRITERIA
from backend.reference import occupations
from backend.reference.licences import LICENCES

# In the order they are shown; what has no label here (numbers of rows, points on the map) says nothing to an adviser.
PERSON: Mapping[str, str] = {
    "wants": "cherche", "experience": "expérience", "licences": "permis et certificats", "skills": "savoir-faire",
    "diploma": "diplôme", "modes": "se déplace", "max_minutes": "minutes au plus", "max_km": "km au plus",
    "contracts": "contrats acceptés", "part_time": "temps partiel", "nights": "travail de nuit",
    "weekends": "travail le week-end", "available_from": "disponible à partir du",
    "weeks_waiting": "semaines sans offre",
}  # fmt: skip
OFFER: Mapping[str, str] = {
    "titles": "intitulé", "code": "métier", "contract": "contrat", "hours": "heures par semaine",
    "part_time": "temps partiel", "nights": "de nuit", "weekends": "le week-end", "start_from": "début",
    "start_until": "début au plus tard", "experience_months": "mois d'expérience demandés", "diploma": "diplôme",
    "needs": "ce qu'il faut", "skills": "savoir-faire", "posts": "postes",
}  # fmt: skip


def say_inputs(inputs: Mapping[str, Any]) -> str:
    """{"person": {…}, "offer": {…}} → "La personne, minutes au plus : 30" and so on, a line each."""
    told = [_lines(name, labels, inputs.get(part) or {}) for name, part, labels in (
        ("La personne", "person", PERSON), ("L'offre", "offer", OFFER),
    )]  # fmt: skip
    return "\n".join(line for lines in told for line in lines)


def say_weights(weights: Mapping[str, float]) -> str:
    """{"occupation": 40.0} → "Métier : 40" """
    return "\n".join(f"{each.title} : {weights[each.name]:g}" for each in CRITERIA if each.name in weights)


def _lines(name: str, labels: Mapping[str, str], facts: Mapping[str, Any]) -> list[str]:
    said = ((label, _say(facts.get(key))) for key, label in labels.items())
    return [f"{name}, {label} : {text}" for label, text in said if text]


def _say(value: Any) -> str:
    """A value in words; "" for what was not known."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() | int():
            return f"{value:g}".replace(".", ",")
        case str():
            return _word(value)
        case {"work": work, "years": years}:
            return f"{_word(work)} ({_say(years) or '?'} ans)"
        case Mapping():
            name = str(value.get("words") or value.get("label") or value.get("code") or "")
            wish = value.get("must") is False
            return f"{_word(name)} (souhaité)" if wish else _word(name)
        case Sequence():
            return ", ".join(dict.fromkeys(filter(None, map(_say, value))))
    return str(value)


def _word(code: str) -> str:
    """The name of a trade, a licence, a contract, a way to travel, or a date; anything else as it is."""
    if code in LICENCES:
        return LICENCES[code].label
    if len(code) == 10 and code[4] == code[7] == "-":
        return f"{code[8:]}/{code[5:7]}/{code[:4]}"
    named = words.CONTRACTS.get(code) or words.MODES.get(code)
    return named or occupations.label(code) or code
