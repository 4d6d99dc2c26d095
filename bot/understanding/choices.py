"""A choice in a numbered list: "la 2", "le deuxième", "2 ou 3", "le dernier"."""

import re

from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import Texted, read, words_of

_ORDINALS = {
    "premier": 1, "premiere": 1, "1 er": 1, "1 ere": 1, "1 re": 1, "deuxieme": 2, "second": 2, "seconde": 2,
    "2 eme": 2, "2 e": 2,
    "2 nd": 2, "2 nde": 2, "deuxiemes": 2, "troisieme": 3, "3 eme": 3, "3 e": 3, "quatrieme": 4, "4 eme": 4,
    "4 e": 4, "cinquieme": 5,
    "5 eme": 5, "5 e": 5, "sixieme": 6, "6 eme": 6, "6 e": 6, "septieme": 7, "7 eme": 7, "7 e": 7, "huitieme": 8,
    "8 eme": 8,
    "8 e": 8, "neuvieme": 9, "9 eme": 9, "9 e": 9, "dixieme": 10,
}  # fmt: skip
_KEYCAPS = {"1️⃣": " 1 ", "2️⃣": " 2 ", "3️⃣": " 3 ", "4️⃣": " 4 ", "5️⃣": " 5 ", "①": " 1 ", "②": " 2 ", "③": " 3 ", "④": " 4 "}
_LISTED = re.compile(r"(?<=\d)[.,;](?=\d)")  # "1,2" is two numbers here
_ALL = re.compile(
    r"(?<!\S)(?:toute?s|tous|n importe|n importe lequel|l une? ou l autre|peu importe|ca m est egal|comme vous "
    r"voulez)(?!\S)"
)
_BOTH = re.compile(r"(?<!\S)les (2|3|4)(?!\S)")
_NONE = re.compile(
    r"(?<!\S)(?:aucune?|aucun des|ni l un ni l autre|rien de tout ca|pas un seul|(?<!l )autres?|rien|ni (?:la |le "
    r")?\d ni (?:la |le )?\d|zero|0)(?!\S)"
)
_LAST = re.compile(r"(?<!\S)(?:dernier|derniere|le dernier|la derniere)(?!\S)")
_ORDINAL = re.compile(r"(?<!\S)(?:" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")(?!\S)")
_NUMBER = re.compile(r"(?<!\S)\d{1,2}(?!\S)")
_ARTICLE_NUMBER = re.compile(r"^(?:le |la |l |numero |choix )?(une?)$")

# A choice is a number with these words around it and nothing else: "14h", "3 rue Barathon", "2 enfants" are no choice.
_AROUND = words_of(
    """
    le la les l numero num no n nr nombre choix choisi choisis choisit option reponse offre atelier creneau
    proposition ligne celui celle je j ai prend prends prendre prendrai veux voudrais voudrai prefere
    prefererais pour moi ca sera serait c est sa va bien et ou ou bien oui ok d accord alors plutot bonjour
    bonsoir merci svp stp s il vous plait madame monsieur donc euh heu ben bah mettez met mets moi seulement
    uniquement juste dit dis a aussi de des du en me convient interesse m y tout ok cocher tape taper reserve
    reservez inscrivez inscrire vais + / . e dernier derniere
    """
)


def understand_choice(text: str, count: int) -> Answer[tuple[int, ...]]:
    """The numbers chosen among 1…`count`,
    in the order said; an empty tuple for "aucun". A number beyond the list is no choice."""
    texted = read(_keycaps_spoken(text))
    if answer := _none_or_all(texted, count):
        return answer
    chosen, rest = _numbers(texted.plain, count)
    if _BOTH.search(texted.plain):
        return Misunderstood("which ones")
    if not chosen or any(word not in _AROUND for word in rest.split()):
        return not_an_answer(text) or Misunderstood("no choice")
    if any(not 1 <= number <= count for number in chosen):
        return Misunderstood("not in the list")
    return Understood(tuple(dict.fromkeys(chosen)), text.strip())


def _keycaps_spoken(text: str) -> str:
    for keycap, digit in _KEYCAPS.items():
        text = text.replace(keycap, digit)
    return _LISTED.sub(" ", text)


def _none_or_all(texted: Texted, count: int) -> Understood[tuple[int, ...]] | None:
    every = tuple(range(1, count + 1))
    both = _BOTH.search(texted.plain)
    for pattern, chosen in ((_NONE, ()), (_BOTH if both and int(both[1]) == count else _ALL, every)):
        found = pattern.search(texted.plain)
        if found and set(pattern.sub(" ", texted.plain).split()) <= _AROUND | _UNDECIDED:
            return Understood(chosen, texted.said(*found.span()))
    return None


_UNDECIDED = words_of(
    """
    ces ceux celles ci la rien non nn ne pas me mes n est un seul possible date dates lequel quoi convient
    conviennent egal
    """
)


def _numbers(plain: str, count: int) -> tuple[list[int], str]:
    """The numbers said, in order, and the words around them."""
    if alone := _ARTICLE_NUMBER.match(plain):
        return [1], plain.replace(alone[1], "")
    found: dict[int, int] = {ordinal.start(): _ORDINALS[ordinal.group()] for ordinal in _ORDINAL.finditer(plain)}
    rest = _ORDINAL.sub(lambda m: " " * len(m.group()), plain)
    found |= {last.start(): count for last in _LAST.finditer(rest)}
    rest = _LAST.sub(lambda m: " " * len(m.group()), rest)
    found |= {number.start(): int(number.group()) for number in _NUMBER.finditer(rest)}
    return [found[start] for start in sorted(found)], _NUMBER.sub(" ", rest)
