"""What an SMS can hold: GSM-7 letters, and how many parts a text costs.

One letter outside GSM-7 makes the whole message UCS-2: 70 characters instead of 160, 67 a part instead of 153.
Source: 3GPP TS 23.038; the counting is smsutil's and the folding smssafe's, both checked in tests/test_sms_text.py.
"""

import re
import unicodedata
from functools import lru_cache

import smssafe
import smsutil

QUOTES = re.compile(r"«\s*|\s*»")


# The same questions are asked of everybody.
REMEMBERED = 1_024


@lru_cache(REMEMBERED)
def fold_for_sms(text: str) -> str:
    """The same text with what GSM-7 lacks folded to its nearest letters: ç→c, ê→e, œ→oe, « oui »→"oui", …→...; é stays.

    Emoji are left out. Letters typed as two signs (e and its accent) are made one first, so that é stays é.
    """
    whole = unicodedata.normalize("NFC", QUOTES.sub('"', text))
    return str(smssafe.sanitize(whole).sanitized).replace("\u202f", " ").strip()


@lru_cache(REMEMBERED)
def count_parts(text: str) -> int:
    """How many SMS parts this text is sent in; 1 for an empty text."""
    return max(1, len(smsutil.split(text).parts)) if text else 1


def outside_gsm(text: str) -> list[str]:
    """The characters that would make this text UCS-2, in order, each once."""
    return [letter for letter in dict.fromkeys(text) if not smsutil.is_valid_gsm(letter)]
