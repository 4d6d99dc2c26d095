"""Ordinary spelling mistakes, as a thumb makes them."""

import random
from collections.abc import Callable

Draw = random.Random

# A key beside, on the small keyboard of a telephone; letters that people write once instead of twice.
_NEIGHBOURS = {"a": "z", "e": "r", "i": "o", "o": "p", "n": "b", "t": "r", "s": "d", "r": "t", "l": "m", "c": "v"}
_DOUBLED = ("ss", "ll", "nn", "rr", "tt", "mm", "pp", "ff")


def misspelt(text: str, draw: Draw) -> str:
    """One ordinary mistake in one word of five letters or more: a letter lost, doubled, swapped or beside its key."""
    words = text.split()
    long_ones = [n for n, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long_ones:
        return text
    at = draw.choice(long_ones)
    words[at] = draw.choice(MISTAKES)(words[at], draw)
    return " ".join(words)


def _lost(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word))
    return word[:n] + word[n + 1 :]


def _swapped(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word) - 1)
    return word[:n] + word[n + 1] + word[n] + word[n + 2 :]


def _beside(word: str, draw: Draw) -> str:
    n = draw.randrange(1, len(word))
    return word[:n] + _NEIGHBOURS.get(word[n], word[n]) + word[n + 1 :]


def _single(word: str, draw: Draw) -> str:
    pair = next((pair for pair in _DOUBLED if pair in word), None)
    return word.replace(pair, pair[0], 1) if pair else _lost(word, draw)


MISTAKES: tuple[Callable[[str, Draw], str], ...] = (_lost, _swapped, _beside, _single)
