"""What a free sentence says of the file, and what a known fact becomes when it is said again."""

from datetime import datetime

from backend.values import Json
from bot.conversations.intake.going import keep_reach
from bot.conversations.intake.person import keep_commune, keep_name
from bot.conversations.intake.start import keep_start, start_day
from bot.conversations.intake.work import keep_work, with_others
from bot.reading import Passing
from bot.state import Talk
from bot.understanding.contract import Wishes
from bot.understanding.sentence import Slots, understand_sentence
from bot.understanding.several_works import listed_with


def heard_in_passing(text: str, talk: Talk) -> dict[str, Json]:
    """Every fact of the file in one sentence, as its question keeps it."""
    return dict(overheard(text, talk).kept)


def overheard(text: str, talk: Talk) -> Passing:
    """The same, with the words that said each. What the person lacks now is taken from what was known."""
    slots = understand_sentence(text, talk.facts.near, talk.now.replace(tzinfo=None), talk.facts.nomenclature)
    kept = kept_slots(slots, talk.now) | _lost(slots, talk)
    words = {key: said for key, said in slots.words.items() if key in kept or key == "modes"}
    taken = tuple(said for key, said in words.items() if key != "work")
    if slots.work and (listed := listed_with(text, slots.work.code, talk.facts.nomenclature, taken)):
        kept["work"], words["work"] = with_others(kept["work"], listed.others), listed.words
    return Passing(kept, words)


def _lost(slots: Slots, talk: Talk) -> dict[str, Json]:
    """ "ma voiture est en panne", "je n'ai plus le permis": what is left of the modes and of the licences known."""
    lost = {
        "modes": slots.modes.without if slots.modes and not slots.modes.modes else (),
        "licences": slots.licences.denied if slots.licences and not slots.licences.held else (),
    }
    known = {key: value for key in lost if isinstance(value := talk.answers.get(key), list)}
    left = {key: [code for code in codes if code not in lost[key]] for key, codes in known.items()}
    return {key: codes for key, codes in left.items() if codes != known[key]}


def merged(key: str, known: Json, said: Json) -> Json:
    """What a fact that is known becomes when it is said again; None when it stays. A new licence adds to the others."""
    if key in ("name", "wishes"):
        return None
    if key == "licences" and isinstance(known, list) and isinstance(said, list) and not set(said) < set(known):
        said = [*known, *(code for code in said if code not in known)]
    same = said == known or (
        isinstance(known, dict) and isinstance(said, dict) and known.get("code") == said.get("code") and "code" in known
    )
    return None if same else said


def kept_slots(slots: Slots, now: datetime) -> dict[str, Json]:
    kept: dict[str, Json] = {}
    if slots.name:
        kept["name"] = keep_name(slots.name)
    if slots.commune:
        kept["commune"] = keep_commune(slots.commune)
    if slots.work:
        kept["work"] = keep_work(slots.work, slots.words.get("work", ""))
    if slots.years is not None:
        kept["years"] = slots.years
    if slots.licences and (slots.licences.held or not slots.licences.denied or "permis-B" in slots.licences.denied):
        kept["licences"] = list(slots.licences.held)
    if slots.modes and slots.modes.modes:
        kept["modes"] = list(slots.modes.modes)
    if slots.reach:
        kept["reach"] = keep_reach(slots.reach)
    if slots.start:
        kept["start"] = keep_start(start_day(slots.start, now))
    if slots.wishes:
        kept["wishes"] = keep_wishes(slots.wishes)
    return kept


def keep_wishes(wishes: Wishes) -> Json:
    """Contracts, nights, week-ends, part-time; what was not said is None."""
    said = dict.fromkeys(wishes.wanted, True) | dict.fromkeys(wishes.refused, False)
    part_time = said.get("part_time")
    return {
        "contracts": list(wishes.contracts),
        "nights": said.get("nights"),
        "weekends": said.get("weekends"),
        "part_time": (not said["full_time"]) if part_time is None and "full_time" in said else part_time,
    }
