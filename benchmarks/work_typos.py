"""Misspelt job titles, made from the whole ROME: on these the weights of the ranking are chosen.

    python benchmarks/work_typos.py ROME_COMPACT [--rows 500] [--seed 1] [--kinds typo,phonetic,sms,mixed,absent]

ROME_COMPACT is what `mission-emploi import-rome` wrote. Prints, per kind, the share of first answers and of
five that are right, how many are sure and how many of the sure are right. "absent" leaves
300 titles out of the index and asks them.
"""

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from backend.reference.folding import fold, unaccented
from backend.reference.occupations import Nomenclature, lexicon
from backend.reference.rome import Rome, read_compact
from bot.understanding.work import rank_work
from bot.understanding.work_index import title_forms

KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
# What is heard and how it gets written; each is applied with a chance of one half.
HEARD = (
    ("eaux", "o"), ("eau", "o"), ("tion", "sion"), ("qu", "k"), ("ph", "f"), ("au", "o"), ("ai", "é"),
    ("ss", "s"), ("mm", "m"), ("nn", "n"), ("ll", "l"), ("tt", "t"), ("ff", "f"), ("rr", "r"), ("pp", "p"),
    ("ge", "je"), ("gi", "ji"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("cl", "kl"), ("cr", "kr"),
    ("ce", "se"), ("ci", "si"), ("en", "an"), ("em", "en"), ("y", "i"), ("h", ""), ("euse ", "euze "),
    ("eur ", "eure "), ("er ", "é "), ("es ", " "), ("s ", " "), ("e ", " "), ("t ", " "), ("d ", " "),
    ("trice ", "trise "),
)  # fmt: skip
SMALL = frozenset("de d du des la le les l en au aux à et".split())  # noqa: SIM905
BEFORE = ("jcherche ", "jfaisais ", "bjr je sui ", "je suis ", "")
AFTER = ("", "", " svp")
SHARE_WRONG = 1 / 10


@dataclass(frozen=True)
class Asked:
    text: str
    gold: frozenset[str]


def typo(text: str, chance: random.Random) -> str:
    """One letter in ten doubled, dropped, swapped or struck beside; at least one."""
    letters = list(text)
    for _ in range(max(1, round(len(text) * SHARE_WRONG * chance.uniform(0.5, 1.5)))):
        _strike(letters, chance)
    return "".join(letters)


def _strike(letters: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(letters))
    way = chance.choice(("drop", "double", "swap", "beside", "beside"))
    if way == "drop" and len(letters) > 4:
        del letters[at]
    elif way == "double":
        letters.insert(at, _beside(letters[at], chance) if chance.random() < 0.5 else letters[at])
    elif way == "swap" and at + 1 < len(letters):
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    else:
        letters[at] = _beside(letters[at], chance)


def _beside(letter: str, chance: random.Random) -> str:
    for row in KEYBOARD:
        if letter in row:
            at = row.index(letter)
            return row[max(0, min(len(row) - 1, at + chance.choice((-1, 1))))]
    return letter


def phonetic(text: str, chance: random.Random) -> str:
    spelt = unaccented(text) + " "
    for written, heard in HEARD:
        if chance.random() < 0.5:
            spelt = spelt.replace(written, heard)
    return spelt.strip()


def sms(text: str, chance: random.Random) -> str:
    said = [_cut(word, chance) for word in text.replace("'", " ").split() if word not in SMALL or chance.random() < 0.6]
    light = " ".join(said) or text
    light = typo(light, chance) if chance.random() < 0.3 else light
    return chance.choice(BEFORE) + light + chance.choice(AFTER)


def _cut(word: str, chance: random.Random) -> str:
    return word[: chance.choice((3, 4, 5, 6))] if len(word) > 7 and chance.random() < 0.2 else word


def mixed(text: str, chance: random.Random) -> str:
    said = [
        word for word in phonetic(text, chance).replace("'", " ").split() if word not in SMALL or chance.random() < 0.4
    ]
    if chance.random() < 0.2:
        chance.shuffle(said)
    light = " ".join(said) or text
    light = typo(light, chance) if chance.random() < 0.7 else light
    return chance.choice(BEFORE) + light + chance.choice(AFTER)


KINDS: dict[str, Callable[[str, random.Random], str]] = {"typo": typo, "phonetic": phonetic, "sms": sms, "mixed": mixed}


def titles(rome: Rome) -> dict[str, frozenset[str]]:
    """Folded form of a title → (as written, codes it belongs to)."""
    codes: dict[str, set[str]] = defaultdict(set)
    for title in rome.titles:
        for form in title_forms(title.text):
            codes[form].add(title.code)
    by_fold: dict[str, set[str]] = defaultdict(set)
    for form, of in codes.items():
        by_fold[fold(form)] |= of
    return {form: frozenset(by_fold[fold(form)]) for form in codes if len(fold(form)) > 4}


def misspelt(rome: Rome, kind: str, rows: int, chance: random.Random) -> Iterator[Asked]:
    known = titles(rome)
    for form in chance.sample(sorted(known), rows):
        yield Asked(KINDS[kind](form.lower(), chance), known[form])


def absent(rome: Rome, rows: int, chance: random.Random) -> tuple[Rome, list[Asked]]:
    """The ROME without some titles that are not the label of their code, and those titles to ask."""
    labels = {(code, label) for code, label in rome.labels.items()}
    others = [title for title in rome.titles if (title.code, title.text) not in labels]
    out = set(chance.sample(others, rows))
    left = replace(rome, titles=tuple(title for title in rome.titles if title not in out))
    return left, [Asked(chance.choice(title_forms(title.text)).lower(), frozenset({title.code})) for title in out]


def measure(kind: str, asked: list[Asked], nomenclature: Nomenclature) -> str:
    first = five = sure = sure_right = 0
    began = time.perf_counter()
    for row in asked:
        works = rank_work(row.text, nomenclature)
        codes = [candidate.occupation.code for candidate in works.candidates]
        right = bool(codes) and codes[0] in row.gold
        first, five = first + right, five + bool(row.gold & set(codes[:5]))
        sure, sure_right = sure + works.sure, sure_right + (works.sure and right)
    spent = (time.perf_counter() - began) * 1000 / len(asked)
    n = len(asked)
    shares = (first / n, five / n, sure / n, sure_right / max(1, sure))
    return f"{kind:<10}{n:>6}" + "".join(f"{share:>8.3f}" for share in shares) + f"{spent:>8.2f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rome", type=Path)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="typo,phonetic,sms,mixed,absent")
    args = parser.parse_args()
    rome = read_compact(args.rome)
    whole = Nomenclature(lexicon(), rome)
    print(f"{'kind':<10}{'n':>6}{'first':>8}{'five':>8}{'sure':>8}{'right':>8}{'ms':>8}")
    for kind in args.kinds.split(","):
        chance = random.Random(f"{kind} {args.seed}")
        if kind == "absent":
            left, asked = absent(rome, 300, chance)
            print(measure(kind, asked, Nomenclature(lexicon(), left)), flush=True)
        else:
            print(measure(kind, list(misspelt(rome, kind, args.rows, chance)), whole), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
