"""What is no answer to any of our questions: a question back, an insult, a phone number, nothing at all.

The small understanders ask this first, so that none of them reads a value in it.
"""

import re
from functools import lru_cache

from bot.understanding.answers import Misunderstood
from bot.understanding.texted import REMEMBERED, Texted, read, words_of

_PHONE = re.compile(r"(?<!\d)(?:\+\s?33|0033|0)[\s.\-/]*[1-9](?:[\s.\-/]*\d{2}){4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.\w{2,}")
_LINK = re.compile(r"https?://|www\.|\b[a-z0-9-]{2,40}\.(?:fr|com|org|net|eu|info)\b", re.IGNORECASE)
_WORDS_BESIDE = 4  # "mon tel 06…" is a phone number; a sentence that ends with one is still a sentence

# Patterns over plain spelling (see texted.py). Order is the order of the hints when two match.
_QUESTIONS = re.compile(
    r"^(?:mais |et |euh |bonjour |salut |alors )*(?:"
    r"pourquoi(?! pas)|comment\b|combien\b(?! que)|c est (?:qui|quoi|ou|quand|combien|pourquoi)\b|(?:c|ce) (?:est "
    r")?(?:quoi|koi|qui)\b"
    r"|qui (?:est|etes|es|e tu|c est|vous|ecrit|me|parle|voit|lit|regarde|a acces)\b"
    r"|vous etes (?:qui|ou)\b|t es qui|tu es qui|(?:a )?quoi\b|hein\b|"
    r"quel(?:le)?s?\b|quand (?:est|c est|ca)"
    r"|quand$|qui$|ou (?:c est|est ce|ca|se trouve|etes)|qu est ce\b|est ce que?\b|ca (?:veut dire|sert|marche|coute|"
    r"consiste)"
    r"|(?:je )?(?:ne )?(?:comprend|comprends|compren)\b|(?:j ai )?rien compris|j ai pas compris|(?:je )?pas compris"
    r"|(?:pouvez|pourriez|avez|voulez|savez|pourrez|allez|proposez|cherchez|embauchez|etes|peux|peut on|y a t il) "
    r"?(?:vous|tu)?\b(?=.*\?)"
    r"|il y a quoi|y a quoi|y a t il|a quoi\b|de quoi\b|d ou\b|vous (?:avez|etes|pouvez|proposez|cherchez|voulez|"
    r"faites)\b(?=.*\?)"
    r"|(?:c|ce) est \w+(?: \w+){0,3} ?\?$|\?)"
)
_ASKING_BACK = re.compile(
    r"\b(?:c est qui|qui etes vous|vous etes qui|c est quoi|pourquoi|comment ca|ca veut dire quoi)\b[^?]{0,30}\?+$"
)
_INSULTS = re.compile(
    r"\b(?:connards?|connasses?|enculer?s?|encule|fdp|ntm|fils de pute|putes?|salopes?|salauds?|batards?|ta gueule|"
    r"tg|ferme la|"
    r"fermez la|va te faire|allez vous faire|va chier|fait chier|faites chier|nique|niquer|niques|fuck|bande de "
    r"cons?|gros con|sale con|"
    r"casse toi|cassez vous|degage|degagez|abrutis?|debiles?|cretins?|merde a|merde|pd|tapettes?|bouffons?|imbeciles?|"
    r"foutez moi la paix|fous moi la paix|lachez moi|lache moi|me faites chier|tu me saoules?|vous me saoulez|vous "
    r"me gonflez|"
    r"vous etes (?:tous )?(?:des |de gros )?(?:cons?|nuls?|nazes?)|"
    r"(?:espece|bande) de \w+|pauvre (?:con|conne|type))\b|^(?:con|conne|cons)$"
)
_WRONG_NUMBER = re.compile(
    r"\b(?:mauvais numero|faux numero|pas le bon numero|trompe[rz]? de numero|erreur de numero|connais pas)\b"
)
_GREETINGS = words_of(
    """
    bonjour bonsoir salut coucou hello hi cc yo re merci revoir bientot
    """
)
_AROUND_GREETINGS = words_of(
    """
    beaucoup a au vous aussi madame monsieur mme mr bonne journee soiree nuit svp stp s il plait ca va de rien
    bien et tous tout le monde la les
    """
)
_FILLERS = words_of(
    """
    lol mdr ptdr ha haha hahaha ah oh hihi xd euh heu hum pff bof ben bah hmm mmh mouais rire
    """
)


@lru_cache(REMEMBERED)
def not_an_answer(text: str) -> Misunderstood | None:
    """Why the text answers nothing, or None when it may be an answer.

    Hints: "empty", "phone number", "email", "link", "no words", "question", "insult", "wrong number", "greeting",
    "filler".
    """
    if not text.strip():
        return Misunderstood("empty")
    if contact := _contact_alone(text):
        return Misunderstood(contact)
    return _no_words(read(text)) or _no_answer(read(text).plain)


def without_phone(text: str) -> str:
    """The text without its phone number when words are left: people sign "Kevin Durand 06…"."""
    rest = _PHONE.sub(" ", text)
    return rest if rest != text and any(c.isalpha() for c in rest) else text


def _contact_alone(text: str) -> str | None:
    for hint, pattern in (("phone number", _PHONE), ("email", _EMAIL), ("link", _LINK)):
        if pattern.search(text) and len(read(pattern.sub(" ", text)).plain.split()) <= _WORDS_BESIDE:
            return hint
    return None


def _no_words(texted: Texted) -> Misunderstood | None:
    if not texted.plain:
        return Misunderstood("no words")
    return None if any(c.isalnum() or c == "+" for c in texted.plain) else Misunderstood("question")


def _no_answer(plain: str) -> Misunderstood | None:
    if _INSULTS.search(plain):
        return Misunderstood("insult")
    if _WRONG_NUMBER.search(plain):
        return Misunderstood("wrong number")
    if _QUESTIONS.match(plain) or _ASKING_BACK.search(plain):
        return Misunderstood("question")
    words = set(plain.replace("?", "").split())
    if words & _GREETINGS and words <= _GREETINGS | _AROUND_GREETINGS | _FILLERS:
        return Misunderstood("greeting")
    return Misunderstood("filler") if words <= _FILLERS else None
