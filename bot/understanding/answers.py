"""What a text turns out to be: understood, one of a few, or not understood. A misunderstanding is a value."""

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Understood(Generic[T]):
    """One reading, sure enough to be read back and to go on. `words` is the part of the text that said it."""

    value: T
    words: str = ""


@dataclass(frozen=True, slots=True)
class OneOf(Generic[T]):
    """Two or three readings, best first: the person chooses by a number."""

    options: tuple[T, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """Not an answer to this question. `hint` says why, for logs and tests: "empty", "question", "insult"…"""

    hint: str


Answer: TypeAlias = Understood[T] | OneOf[T] | Misunderstood
