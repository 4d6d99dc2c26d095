"""What a turn brings: the messages of a person, what came with them, a pressed button."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.values import Attachment
from bot.attachments import BUTTON


@dataclass(frozen=True, slots=True)
class Heard:
    """What a turn brings: one or several messages, what came with them, the outbox row of a pressed button.

    `late`: it was written before the question that is asked now. `began`: the chat was opened, or opened again.
    """

    pieces: tuple[str, ...] = ("",)
    attached: tuple[Attachment, ...] = ()
    pressed: int | None = None
    late: bool = False
    began: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.pieces)


def heard(pieces: Sequence[str], attached: Sequence[Attachment] = (), late: bool = False) -> Heard:
    """A turn's messages as the engine takes them; a button is not a thing that is attached."""
    pressed = next((int(one.reference) for one in attached if one.kind == BUTTON and one.reference.isdecimal()), None)
    return Heard(tuple(pieces), tuple(one for one in attached if one.kind != BUTTON), pressed, late)
