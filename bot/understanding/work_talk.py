"""Small talk that lies near a trade by its letters only: who speaks, where they will come, the weather, their day.

"c'est sophie" is not sophrologue, "je passerai au bureau" no work in an office, "je suis en retard" no secretary.
"""

import re
from collections.abc import Sequence

from backend.reference.first_names import LEAST_BEARERS, bearers
from bot.understanding.everyday_words import EVERYDAY
from bot.understanding.work_index import WorkIndex
from bot.understanding.work_wording import NO_TRADE, is_number, is_opening

_COMING = re.compile(
    r"(?:^| )(?:passerai|repasserai|viendrai|irai|serai|passer(?= (?:au|a la|vous))|rendez vous|rdv|rendezvous)"
    r" (?:bien |peut etre |vite |vous voir )?(?:au|aux|a|chez|avec|en|la|le|ce|dans|vers|demain)(?: |$)"
)
"""What follows is where one goes or whom one sees."""


def is_small_talk(said: Sequence[str], index: WorkIndex) -> bool:
    """Whether folded words speak of anything but a trade. Words that are a wording as they stand are never that."""
    if _COMING.search(" ".join(said)):
        return True
    telling = [word for word in said if not (is_opening(word) or word in NO_TRADE or is_number(word) or len(word) < 2)]
    if not telling or index.knows(telling):
        return False
    return all(word in EVERYDAY or _is_a_first_name(word, index) for word in telling)


def _is_a_first_name(word: str, index: WorkIndex) -> bool:
    """Known as one, and in the name of no trade: "pierre" is cut, "rose" is grown."""
    first, family = bearers(word)
    return first >= LEAST_BEARERS and first > family and word not in index.place
