"""A person's first name and family name, in any order and case: "moi cest kevin DURAND", "Durand Kévin".

How: what stands around a name is taken off, whatever reads as a sentence, a job or a place is refused, then the order
is decided by what the person marked (capitals, "nom :", "prénom :") and, failing that, by how often each word is a
first name or a family name. That list alone never makes a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, pairwise

from backend.reference.first_names import bearers
from backend.reference.folding import fold
from backend.reference.occupations import lexicon
from backend.reference.place_names import words_of as place_words
from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer, without_phone
from bot.understanding.place_index import place_index
from bot.understanding.texted import REMEMBERED, SHORTCUTS, Found, read, words_of


@dataclass(frozen=True, slots=True)
class PersonName:
    """Both written as on an identity card ("Marie-Claude",
    "de Oliveira"); `last` is "" when only a first name was given."""

    first: str
    last: str = ""


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    folded: str
    start: int
    end: int


_WORD = re.compile(r"[^\W\d_]+(?:['’‐‑-][^\W\d_]+)*\.?")
_LONGEST = 6  # words of a name
_INTRODUCTIONS = re.compile(
    r"^(?:(?:bonjour|bonsoir|salut|slt|bjr|bsr|coucou|hello|alors|euh|oui|ok|donc|et|voila|ici|mon|ma|votre|moi|c|c "
    r"est|cest|je|j|jm|m|me|m appelle|mapelle|"
    r"mapel|mappelle|mappel|apel|appelle|apelle|appel|appele|appell|jmapel|jmapelle|jmappelle|jmappel|jmapele|mapele|"
    r"mapel|je suis|jsuis|suis|chui|jsui|sui|nom|"
    r"nomme|nommee|est|s|a l|appareil|monsieur|madame|mademoiselle|mme|mlle|mr|melle|de la part de|ce sera|ca sera|"
    r"nom et prenom|prenom et nom|le nom) )+"
)
_INTRODUCED = re.compile(
    r"\b(?:m ?app?el\w*|jm ?app?el\w*|mon nom|mon prenom|nom|prenom|moi c est|moi cest|madame|"
    r"monsieur|mme|mr)\b"
)
_LABELLED = re.compile(r"\b(?P<label>prenoms?|noms?(?: de famille)?)\b(?: est| c est)?")
_POLITE_ENDS = words_of(
    """
    merci svp stp bonjour bonsoir voila et vous toi cordialement
    """
)
_PARTICLES = words_of(
    """
    de du des d la le les van von der den el al ben ibn abd abou bou da das do dos di del della saint sainte st
    ste mac mc o y
    """
)
_LOWER_PARTICLES = words_of(
    """
    de du des d da das do dos di von der den y
    """
)
_CLEARLY = 6  # times likelier
_DOUBLES = words_of(
    """
    jean marie anne pierre paul louis charles
    """
)  # "jean pierre" is one first name
# Words of a sentence: one of them, and it is no name.
_SENTENCE = words_of(
    """
    et ou je j tu il elle on nous vous ils elles ce ca cela c qui que quoi ou quand comment pourquoi combien est es
    sont suis etre etes avez avoir ai as a ont ne pas plus rien jamais aucun aucune non oui ouais nan nn ok peut
    peux veux veut voudrais cherche recherche travail travaille boulot emploi job taf dans sur avec sans pour
    par chez entre mais donc car si une un mon ma mes ton ta tes son sa ses votre vos notre nos leur au aux
    habite sais sait dispo disponible maintenant demain lundi mardi mercredi jeudi vendredi samedi dimanche
    semaine mois ans heure heures min km voiture permis velo caces bus pied telephone numero portable mail
    adresse rue avenue bonjour bonsoir salut merci svp stp stop menu aide retour dire dit faire fais fait
    possible besoin envie tout tous toute rien autre chose quelque ici la-bas bien mal tres trop comprends
    compris quel quelle quels quelles interesse interessee offre offres atelier rendez-vous rdv conseiller
    conseillere message messages sms cv chomage mission intérim interim cdi cdd connais dis savoir prefere
    preferes anonyme personne quelqu d'accord daccord lol mdr test secret cariste menage
    """
)
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(REMEMBERED)
def understand_name(text: str) -> Answer[PersonName]:
    """First and family name. A lone word nobody marked as a name, a sentence, a job or a place is Misunderstood."""
    text = without_phone(text)
    if refused := not_an_answer(text):
        return refused
    if labelled := _labelled(text):
        return Understood(labelled, text.strip())
    words = _without_frame(_words(text))
    introduced = bool(_INTRODUCED.search(fold(text))) and len(words) < len(_words(text))
    if hint := _why_not(words, text, introduced):
        return Misunderstood(hint)
    return Understood(_named(words), text[words[0].start : words[-1].end].strip())


def _words(text: str) -> list[_Word]:
    found = ((one.group().rstrip("."), one) for one in _WORD.finditer(text[:300]))
    return [_Word(written, fold(written), one.start(), one.end()) for written, one in found if fold(written)]


def _without_frame(words: list[_Word]) -> list[_Word]:
    """The words left when an introduction and politeness are taken off."""
    said = " ".join(word.folded for word in words) + " "
    opening = _INTRODUCTIONS.match(said)
    taken = len(opening.group().split()) if opening else 0
    rest = list(words)
    while taken > 0 and rest:
        taken -= len(rest.pop(0).folded.split())
    while rest and rest[-1].folded in _POLITE_ENDS:
        rest.pop()
    return rest


def _why_not(words: Sequence[_Word], text: str, introduced: bool) -> str | None:
    """The reason these words are no name, or None."""
    if not words:
        return "no name"
    if len(words) > _LONGEST or re.search(r"\d", text) or any(word.folded in _SENTENCE for word in words):
        return "sentence"
    if not all(_VOWEL.search(word.folded) or word.folded in _PARTICLES or len(word.folded) == 1 for word in words):
        return "no name"
    if max(len(word.folded) for word in words) < 2:
        return "no name"
    return None if any(_is_first_name(word) for word in words) else _other_than_a_name(words, introduced)


def _is_first_name(word: _Word) -> bool:
    return bearers(word.folded)[0] > 0 or bearers(word.folded.split()[0])[0] >= 20


def _other_than_a_name(words: Sequence[_Word], introduced: bool) -> str | None:
    """Words of which none is a known first name: a job, a place, or a name we have not met."""
    said = " ".join(word.folded for word in words)
    if said in _trades() or all(word.folded in _words_of_trades() or word.folded in _PARTICLES for word in words):
        return "occupation"
    if "".join(spelling for spelling, _ in place_words(said)) in place_index().known:
        return "place"
    if words[-1].folded in _PARTICLES or (words[0].folded in _PARTICLES and len(words) < 3):
        return "perhaps no first name"
    if len(words) == 1 and not introduced:
        return "perhaps no first name"
    marked = introduced or words[0].written[0].isupper()
    return "occupation" if not marked and any(word.folded in _words_of_trades() for word in words) else None


@cache
def _trades() -> frozenset[str]:
    return frozenset(fold(said) for entry in lexicon().values() for said in (entry.label, *entry.said, *entry.may_mean))


@cache
def _words_of_trades() -> frozenset[str]:
    return frozenset(word for said in _trades() for word in said.split() if len(word) > 3)


# ── Which is the first name ───────────────────────────────────────────────────────────────────────────────────────────


def _labelled(text: str) -> PersonName | None:
    """ "nom durand prénom kévin", in either order; None unless both are labelled."""
    texted = fold(text)
    labels = list(_LABELLED.finditer(texted))
    if len(labels) != 2 or labels[0]["label"].startswith("prenom") == labels[1]["label"].startswith("prenom"):
        return None
    words = _words(text)
    parts: dict[bool, str] = {}
    for label, end in zip(labels, (labels[1].start(), len(texted)), strict=True):
        said = set(texted[label.end() : end].split()) - {"et", "mon", "c", "est", "le"}
        named = [word for word in words if set(word.folded.split()) <= said and word.folded not in _SENTENCE]
        parts[label["label"].startswith("prenom")] = _written(named)
    return PersonName(parts[True], parts[False]) if parts[True] and parts[False] else None


def _named(words: Sequence[_Word]) -> PersonName:
    if len(words) == 1:
        return PersonName(_written(words))
    first, last = _by_capitals(words) or _by_bearers(words)
    return PersonName(_written(_joined(first)), _written(last))


def _by_capitals(words: Sequence[_Word]) -> tuple[Sequence[_Word], Sequence[_Word]] | None:
    """The family name is the one in capitals: "DURAND Kévin"."""
    capitals = [word.written.isupper() and len(word.folded) > 1 for word in words]
    if all(capitals) or not any(capitals) or sum(a != b for a, b in pairwise(capitals)) != 1:
        return None
    shouted = [word for word, capital in zip(words, capitals, strict=True) if capital]
    rest = [word for word, capital in zip(words, capitals, strict=True) if not capital]
    return (rest, shouted) if not capitals[0] or _likely_first(rest) >= _likely_first(shouted) else (shouted, rest)


def _likely_first(words: Sequence[_Word]) -> float:
    first, family = bearers(words[0].folded)
    return (first + 0.5) / (family + 0.5) if first else 0.6  # an unknown word is a little more often a family name


def _by_bearers(words: Sequence[_Word]) -> tuple[Sequence[_Word], Sequence[_Word]]:
    """First name first, as people say it, unless the counts speak clearly for the other order."""
    size = _size_of_first(words)
    if size == len(words):
        return words, ()
    reverse = _size_of_last_first(words)
    starts_as_family_name = words[0].folded in _PARTICLES  # "el haddad youssef"
    if reverse and (starts_as_family_name or _likely_first(words[reverse:]) > _CLEARLY * _likely_first(words)):
        return words[reverse:], words[:reverse]
    return words[:size], words[size:]


def _size_of_first(words: Sequence[_Word]) -> int:
    """How many words make the first name when it comes first: two for "marie claude", or for "jean pierre martin"."""
    if len(words) < 2 or words[0].folded not in _DOUBLES or words[1].folded in _PARTICLES:
        return 1
    compound, second = bearers(f"{words[0].folded} {words[1].folded}")[0], bearers(words[1].folded)
    if len(words) == 2:
        return 2 if compound > second[1] else 1
    return 2 if compound or second[0] else 1


def _size_of_last_first(words: Sequence[_Word]) -> int:
    """How many words make the family name when it comes first; 0 when the text cannot be read so."""
    size = 1
    while size < len(words) and words[size - 1].folded in _PARTICLES:
        size += 1
    if len(words) == 3 and size == 1 and _likely_first(words[2:]) > _CLEARLY * max(1, _likely_first(words[1:])):
        size = 2  # "martin durand lucie"
    rest = words[size:]
    return size if rest and len(rest) <= 2 and not any(word.folded in _PARTICLES for word in rest) else 0


def _joined(first: Sequence[_Word]) -> Sequence[_Word]:
    """ "marie claude" as one first name with its hyphen."""
    if len(first) != 2 or first[0].folded not in _DOUBLES:
        return first
    written = f"{first[0].written}-{first[1].written}"
    return (_Word(written, fold(written), first[0].start, first[1].end),)


def _written(words: Sequence[_Word]) -> str:
    """As on an identity card: "DE OLIVEIRA" → "de Oliveira", "marie-claude" → "Marie-Claude"."""
    return " ".join(_capitalised(word.written, alone=len(words) == 1) for word in words)


def _capitalised(written: str, alone: bool) -> str:
    if fold(written) in _LOWER_PARTICLES and not alone:
        return written.lower()
    pieces = re.split(r"(['’‐‑-])", written.lower())
    whole = "".join(piece[:1].upper() + piece[1:] for piece in pieces)
    return re.sub(r"^D(['’])", r"d\1", whole)


# ── In a whole sentence ───────────────────────────────────────────────────────────────────────────────────────────────

_FEW_WORDS = r"(?P<name>[a-z]+(?: [a-z]+){0,4})"
_SAYS_WHO = re.compile(rf"\b(?:m app?el\w*|mon nom (?:est|c est)|moi c est) {_FEW_WORDS}")
_MAY_SAY_WHO = re.compile(
    rf"\b(?:je suis|c est|c|ici) {_FEW_WORDS}"
)  # "je suis cariste" too: the first name must be a common one
_COMMON = 20  # bearers
_MOST_INTRODUCTIONS = 3
_LONGEST_INTRODUCED = 3


@lru_cache(REMEMBERED)
def find_name(text: str) -> Found[PersonName] | None:
    """The name a sentence introduces ("je m'appelle kevin durand et…"), or None. No introduction, no name."""
    texted, every_word = read(text), _words(text)
    for pattern, fewest_bearers in ((_SAYS_WHO, 0), (_MAY_SAY_WHO, _COMMON)):
        for said in islice(pattern.finditer(texted.plain), _MOST_INTRODUCTIONS):
            start, end = texted.span(*said.span("name"))
            between = [word for word in every_word if start <= word.start and word.end <= end]
            words = _without_end(list(_leading_name(text, between)))
            if words and not _why_not(words, "", introduced=True) and bearers(words[0].folded)[0] >= fewest_bearers:
                return Found(_named(words), texted, ((said.start(), texted.plain_end(words[-1].end)),))
    return None


def _without_end(words: list[_Word]) -> list[_Word]:
    """ "michel dupuis de" (of "je suis michel dupuis de commentry") → "michel dupuis"."""
    while words and words[-1].folded in _PARTICLES:
        words.pop()
    return words


def _leading_name(text: str, words: Sequence[_Word]) -> Iterator[_Word]:
    """Words up to the first one that belongs to the sentence, or to the first comma."""
    end = words[0].start if words else 0
    for rank, word in enumerate(words):
        too_long = rank >= _LONGEST_INTRODUCED and word.folded not in _PARTICLES
        if (
            too_long
            or _belongs_to_sentence(word.folded)
            or (not text[end : word.start].replace(".", "").isspace() and rank)
        ):
            return
        end = word.end
        yield word


_AFTER_NAME = words_of("et je j age agee ne nee domicilie domiciliee actuellement")
_VERB_AFTER_J = re.compile(
    r"j(?:[bcdfghklmnpqrstv]\w{2,}|ai|etais|avais|abit\w*|en|y)|[jlq]u? .*"
)  # "jcherche", "j'habite"


def _belongs_to_sentence(word: str) -> bool:
    return word in _SENTENCE | _AFTER_NAME or word in SHORTCUTS or bool(_VERB_AFTER_J.fullmatch(word))
