"""Misspelt communes made from the whole list, to choose the weights of `bot/understanding/place_index.py` on.

    python benchmarks/where_typos.py [--rows N] [--seed S] [--misses N]

Every row is made by a rule from a commune drawn at random (the same seed gives the same rows), half of them around
the offices of the network, asked from the office, from another commune nearby, or from nowhere. Prints, for each kind:
rows, first answer right, answers that are sure, sure answers right; then the time per phrase.
"""

import argparse
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from backend.reference.communes import Commune, by_code, distance_km, every_commune, former_communes
from backend.reference.folding import fold, unaccented
from backend.reference.place_names import ARTICLES, HOLLOW, LINKS
from bot.understanding.where import rank_places

OFFICES = ("03185", "18197", "93029", "93062", "93030", "95018", "18033", "36044", "64102", "64122")
AROUND_OFFICE_KM = 40
AROUND_KM = 35

KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
RESPELT = (
    ("eaux", "o"), ("eau", "o"), ("aux", "o"), ("au", "o"), ("ault", "o"), ("ph", "f"), ("qu", "k"), ("ç", "ss"),
    ("ç", "s"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ai", "é"), ("ai", "e"), ("ay", "é"), ("ei", "é"),
    ("ey", "é"), ("ain", "in"), ("ein", "in"), ("an", "en"), ("en", "an"), ("am", "em"), ("em", "am"), ("gn", "ni"),
    ("y", "i"), ("h", ""), ("th", "t"), ("ca", "ka"), ("co", "ko"), ("c", "k"), ("ge", "je"), ("gi", "ji"),
    ("ss", "c"), ("lle", "l"), ("tte", "t"), ("nne", "n"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("mm", "m"),
    ("rr", "r"), ("ss", "s"), ("x", "ks"), ("oi", "oa"), ("et ", "é "), ("er ", "é "), ("ez ", "é "), ("es ", "e "),
    ("s ", " "), ("t ", " "), ("d ", " "), ("x ", " "), ("z ", " "), ("e ", " "), ("gu", "g"), ("ou", "oo"),
    ("é", "er"), ("l", "ll"), ("t", "tt"), ("s", "z"),
)  # fmt: skip
PHRASES = (
    "j habite a {}", "jhabite {}", "jabite a {}", "je sui sur {}", "je suis de {}", "pres de {}", "a cote de {}",
    "vers {}", "{} stp", "je vis a {}", "moi c est {}", "a {}", "bonjour {}", "j'habite à côté de {}",
    "dans le coin de {}", "commune de {}", "c est {}", "{} merci",
)  # fmt: skip
POSTCODED = ("{} {}", "{1} {0}", "{} ({})", "{}, {}")


@dataclass(frozen=True)
class Row:
    kind: str
    text: str
    near: str | None
    gold: frozenset[str]


def plain(name: str, chance: random.Random) -> str:
    """As typed on a phone: lower case, mostly without accents, hyphens or not."""
    text = name.lower() if chance.random() < 0.1 else unaccented(name)
    return text if chance.random() < 0.3 else text.replace("-", " ").replace("'", " ")


def mistyped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    kind = chance.choice(("drop", "double", "swap", "neighbour", "insert"))
    if kind == "drop" and len(text) > 4:
        return text[:at] + text[at + 1 :]
    if kind == "swap" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == "double":
        return text[:at] + text[at] + text[at:]
    other = beside(text[at], chance)
    return text[:at] + other + text[at + (kind == "neighbour") :]


def beside(letter: str, chance: random.Random) -> str:
    for line in KEYBOARD:
        if letter in line:
            at = line.index(letter)
            return chance.choice([c for c in (line[max(at - 1, 0)], line[min(at + 1, len(line) - 1)]) if c != letter])
    return chance.choice("aeinrst")


def respelt(name: str, chance: random.Random) -> str:
    text = name.lower().replace("-", " ") + " "
    rules = [rule for rule in RESPELT if rule[0] in text]
    for old, new in chance.sample(rules, min(len(rules), chance.choice((1, 2, 2, 3)))):
        text = text.replace(old, new, 1)
    text = text.strip()
    return text if chance.random() < 0.3 else unaccented(text)


def spoken(name: str) -> str | None:
    """The short name people say: "Néris" for Néris-les-Bains; None when there is none."""
    words = re.split(r"[-' ]", name)
    for end in range(1, len(words)):
        if fold(words[end - 1]) not in HOLLOW and fold(words[end]) in LINKS - ARTICLES | {"les", "la", "le", "l"}:
            return " ".join(words[:end])
    return " ".join(words[:2]) if len(words) > 2 and fold(words[0]) in ("saint", "sainte") else None


@cache
def points() -> tuple[list[Commune], np.ndarray]:
    communes = list(every_commune())
    return communes, np.array([(commune.latitude, commune.longitude) for commune in communes])


@cache
def around(near: str, km: float) -> tuple[Commune, ...]:
    centre = by_code(near)
    assert centre is not None
    communes, places = points()
    degrees = (places - (centre.latitude, centre.longitude)) * (1, np.cos(np.radians(centre.latitude)))
    return tuple(communes[row] for row in np.flatnonzero(111.2 * np.hypot(*degrees.T) <= km))


def drawn(chance: random.Random, everywhere: list[Commune]) -> tuple[Commune, str | None]:
    """A commune and the place it is asked from."""
    if chance.random() < 0.5:
        office = chance.choice(OFFICES)
        return chance.choice(around(office, AROUND_OFFICE_KM)), office
    commune = chance.choice(everywhere)
    neighbours = around(commune.code, AROUND_KM)
    return commune, None if chance.random() < 0.4 else chance.choice(neighbours).code


def same_name(everywhere: list[Commune]) -> dict[str, list[Commune]]:
    named: dict[str, list[Commune]] = defaultdict(list)
    for commune in everywhere:
        named[fold(commune.name)].append(commune)
    return named


def rows(count: int, seed: int) -> Iterator[Row]:
    chance, everywhere = random.Random(seed), list(every_commune())
    everywhere = [commune for commune in everywhere if commune.postcodes and not commune.code.startswith(("97", "98"))]
    named, former = same_name(everywhere), former_communes()
    shared = [communes for communes in named.values() if len(communes) > 1]
    text_of: dict[str, Callable[[Commune], str | None]] = {
        "clean": lambda commune: commune.name,
        "noaccent": lambda commune: plain(commune.name, chance),
        "abbrev": lambda commune: re.sub(r"\bsaint(e?)\b", r"st\1", plain(commune.name, chance)),
        "typo": lambda commune: mistyped(plain(commune.name, chance), chance),
        "typos": lambda commune: mistyped(mistyped(plain(commune.name, chance), chance), chance),
        "phonetic": lambda commune: respelt(commune.name, chance),
        "phrase": lambda commune: chance.choice(PHRASES).format(plain(commune.name, chance)),
        "with_cp": lambda commune: chance.choice(POSTCODED).format(
            plain(commune.name, chance), chance.choice(commune.postcodes)
        ),
        "spoken": lambda commune: (short := spoken(commune.name)) and plain(short, chance),
    }
    kinds = ("typo", "phonetic", *text_of, "homonym", "old", "homonym", "typo", "phonetic", "spoken", "spoken")
    for number in range(count):
        kind = kinds[number % len(kinds)]
        if kind == "homonym":
            commune, near = homonym(chance, shared)
            yield Row(kind, plain(commune.name, chance), near, frozenset({commune.code}))
        elif kind == "old":
            old = chance.choice(former)
            place = chance.choice(around(old.today, AROUND_KM)).code
            yield Row(kind, plain(old.name, chance), place, frozenset({old.today}))
        else:
            commune, asked = drawn(chance, everywhere)
            text = text_of[kind](commune)
            if text and not (kind == "spoken" and asked is None):
                yield Row(kind, text, asked, twins(named, commune) if asked is None else frozenset({commune.code}))


def homonym(chance: random.Random, shared: list[list[Commune]]) -> tuple[Commune, str]:
    """One of several communes of the same name, asked from a place to which it is the nearest of them."""
    while True:
        communes = chance.choice(shared)
        commune = chance.choice(communes)
        near = chance.choice(around(commune.code, AROUND_KM))
        if min(communes, key=lambda other: distance_km(other, near)) is commune:
            return commune, near.code


def twins(named: dict[str, list[Commune]], commune: Commune) -> frozenset[str]:
    """From nowhere, any commune of that name is a right answer."""
    return frozenset(other.code for other in named[fold(commune.name)])


def measure(table: list[Row], shown: int) -> None:
    found: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    times = []
    for row in table:
        started = time.perf_counter()
        places = rank_places(row.text, row.near)
        times.append(1000 * (time.perf_counter() - started))
        right = bool(places.candidates) and places.candidates[0].code in row.gold
        for kind in (row.kind, "ALL"):
            found[kind].append((right, places.sure))
        if not right and shown > 0:
            shown -= 1
            best = [(place.label, round(place.score, 2)) for place in places.candidates[:3]]
            print(row.kind, repr(row.text), row.near, sorted(row.gold), best)
    print(f"{'kind':10}{'rows':>7}{'first':>8}{'sure':>8}{'sure and right':>16}")
    for kind in sorted(found, key=lambda kind: (kind == "ALL", kind)):
        answers = found[kind]
        sure = [right for right, is_sure in answers if is_sure]
        right = sum(right for right, _ in answers) / len(answers)
        print(
            f"{kind:10}{len(answers):7}{right:8.3f}{len(sure) / len(answers):8.3f}{sum(sure) / max(1, len(sure)):16.3f}"
        )
    times.sort()
    median, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"ms per phrase: median {median:.2f}, p95 {p95:.2f}, most {times[-1]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    asked = parser.parse_args()
    table = list(rows(asked.rows, asked.seed))
    rank_places("montlucon", None)  # builds the index
    measure(table, asked.misses)


if __name__ == "__main__":
    main()
