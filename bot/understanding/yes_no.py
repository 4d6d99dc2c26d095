"""Yes, no, later, not sure, tell me more."""

import re
from enum import StrEnum
from functools import lru_cache

from bot.understanding.answers import Answer, Misunderstood, Understood
from bot.understanding.not_an_answer import not_an_answer
from bot.understanding.texted import REMEMBERED, phrases_of, read, words_of


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"
    UNSURE = "unsure"
    MORE = "more"


# One line per answer: what people write, in plain spelling (see texted.py). The longest that fits wins.
_SAID: dict[YesNo, tuple[str, ...]] = {
    YesNo.YES: phrases_of(
        """
        oui, ouais, ouai, ouaip, oue, oe, wi, vi, woui, ui, oi, o, oki, ok, yes, yep, yo, ouep, uep, d accord,
        ca marche, ca roule, c est bon, c bon, c est ok, c ok, c est d accord, bien sur, biensur, evidemment,
        carrement, volontiers, avec plaisir, pourquoi pas, pas de probleme, pas de pb, pas de souci, pas de
        soucis, sans probleme, aucun probleme, aucun souci, exact, exactement, c est ca, c est juste, c est
        exact, c est correct, correct, juste, tout a fait, absolument, parfait, impeccable, nickel, ca m
        interesse, ca m interesserait, je suis interesse, je suis interessee, interesse, interessee, je veux
        bien, je veux, j accepte, je prends, je prend, je valide, je confirme, go, allons y, on y va, allez, on
        commence, je viendrai, je viens, je serai la, je suis la, present, presente, entendu, affirmatif, super,
        ca me va, ca me convient, ca m arrange, ca me dit, partant, partante, je suis d accord, yes oui, si,
        surement, certainement, je suis ok, j aimerais bien, j aimerai bien, je pense que oui, evidement
        """
    ),
    YesNo.NO: phrases_of(
        """
        non, nn, nan, nop, nope, no, n, nn merci, non merci, pas du tout, jamais, negatif, pas interesse, pas
        interessee, plus interesse, plus interessee, ca m interesse pas, ca ne m interesse pas, m interesse pas,
        m interesse plus, pas question, je veux pas, je ne veux pas, je veux plus, je ne veux plus, je refuse,
        sans moi, pas d accord, je suis pas d accord, je ne suis pas d accord, je suis pas interesse, je suis
        pas interessee, je ne suis pas interesse, je ne suis pas interessee, je suis plus interesse, je suis
        plus interessee, c est pas ca, ce n est pas ca, c est pas bon, pas bon, c est faux, faux, incorrect, je
        peux pas, je ne peux pas, je pourrai pas, je ne pourrai pas, pas possible, impossible, c est pas
        possible, ca me va pas, ca ne me va pas, ca me convient pas, ca ne me convient pas, ca me dit pas, ca me
        dit rien, pas trop, pas vraiment, pas pour moi, aucun, aucune, tant pis, laisse tomber, laissez tomber,
        je serai pas la, je ne viendrai pas, je viendrai pas, je viens pas, moi non plus, non plus, pas ok,
        merci non, surement pas, certainement pas, je pense pas, je ne pense pas, je crois pas, trop loin, c est
        trop loin, j ai trouve, j ai trouve du travail, j ai deja un travail, deja trouve, je travaille deja,
        deja pris
        """
    ),
    YesNo.LATER: phrases_of(
        """
        plus tard, pas maintenant, pas tout de suite, pas de suite, tout a l heure, une autre fois, demain, ce
        soir, un autre jour, pas encore, pas pour le moment, pas pour l instant, pas en ce moment, pas aujourd
        hui, apres, je verrai, on verra, je verrai plus tard, dans quelques jours, la semaine prochaine,
        rappelez moi plus tard, recontactez moi plus tard, attendez, attends, une minute, deux minutes, je
        reviens, bientot, later, je vous redis, je vous redirai, je vous dis demain, je vous rappelle, je vous
        tiens au courant, je vous dirai
        """
    ),
    YesNo.UNSURE: phrases_of(
        """
        je sais pas, je ne sais pas, je sais pas trop, je ne sais pas trop, je c pas, je se pas, je sait pas, je
        sai pas, che pas, chais pas, chai pas, sais pas, sai pas, peut etre, peutetre, peu etre, ptet, ptetre, p
        etre, peut et, ca depend, sa depend, je ne suis pas sur, je suis pas sur, je suis pas sure, pas sur, pas
        sure, a voir, faut voir, il faut voir, je dois voir, je dois reflechir, je vais reflechir, je reflechis,
        j hesite, bof, moyen, mouais, aucune idee, je doute, eventuellement, possible, si possible, c est
        possible, jsp, jpp, nsp, oui et non, jc pas, je sais pas encore, je ne sais pas encore, probablement,
        sans doute, pas tout a fait, presque, cela depend, il faut que je reflechisse, faut que je reflechisse,
        laissez moi reflechir, je demande a ma femme, je demande a mon mari
        """
    ),
    YesNo.MORE: phrases_of(
        """
        plus, +, en savoir plus, plus d info, plus d infos, plus d information, plus d informations, plus d inf,
        details, detail, plus de details, plus de detail, + d info, + d infos, + de details, + info, + infos,
        infos, info, informations, information, des precisions, precisions, plus de precisions, dites m en plus,
        dit m en plus, je veux en savoir plus, je voudrais en savoir plus, je veux plus d info, je veux plus d
        infos, je voudrais plus d infos, expliquez, expliquez moi, c est a dire, encore, dites moi plus, dites
        moi en plus, envoyez plus, je veux savoir plus, je veux en savoir plus
        """
    ),
}

_KIND_OF = {said: kind for kind, all_said in _SAID.items() for said in all_said}
_MARKER = re.compile(
    r"(?<!\S)(?:" + "|".join(re.escape(said) for said in sorted(_KIND_OF, key=len, reverse=True)) + r")(?!\S)"
)
_FILLERS = words_of(
    """
    bonjour bonsoir salut alors bon ben bah bin beh euh heu ah oh eh et mais moi pour c est je merci beaucoup svp
    stp s il vous te plait madame monsieur mme mr mlle la le a ce que crois pense dirais ma reponse en fait fais
    du coup bien tres de tout ca sa hein enfin franchement malheureusement helas desole desolee quoi ? na
    """
)
_LONGEST_REMARK = 14  # words; beyond, a "oui" in the middle says little


@lru_cache(REMEMBERED)
def understand_yes_no(text: str) -> Answer[YesNo]:
    """YES, NO, LATER, UNSURE or MORE. "oui mais non" is UNSURE, "nom" is nothing, "pourquoi pas" is YES."""
    texted = read(_thumbs_spoken(text))
    found = list(_MARKER.finditer(texted.plain))
    if not found or not _answers(texted.plain, found):
        return not_an_answer(text) or Misunderstood("neither yes nor no")
    plain_words = [marker.group() for marker in found if marker.group() not in _GIVE_WAY]
    kinds = [_KIND_OF[said] for said in plain_words or [found[0].group()]]
    return Understood(_decided(kinds), texted.said(found[0].start(), found[-1].end()))


def yes_or_no(text: str, *also: YesNo) -> Understood[YesNo] | Misunderstood:
    """YES, NO, or one of `also`; another answer is "neither yes nor no"."""
    said = understand_yes_no(text)
    if isinstance(said, Understood) and said.value in (YesNo.YES, YesNo.NO, *also):
        return said
    return said if isinstance(said, Misunderstood) else Misunderstood("neither yes nor no")


_THUMBS = {"👍": " ok ", "👌": " ok ", "✅": " oui ", "✔": " oui ", "👎": " non ", "❌": " non ", "🤷": " je sais pas "}


def _thumbs_spoken(text: str) -> str:
    for thumb, word in _THUMBS.items():
        text = text.replace(thumb, word)
    return text


def _answers(plain: str, found: list[re.Match[str]]) -> bool:
    """The marker opens the text (fillers aside), or nothing but fillers stands beside it."""
    before = plain[: found[0].start()].split()
    if any(word not in _FILLERS for word in before):
        return False
    if found[0].group() in _ONLY_ALONE and any(word not in _FILLERS for word in _MARKER.sub(" ", plain).split()):
        return False
    return len(plain.split()) <= _LONGEST_REMARK or _agree(found)


# Words that begin sentences of every kind: they answer only when nothing else is said, and give way to a plainer word.
_ONLY_ALONE = frozenset(
    phrases_of(
        """
        +, allez, apres, aucun, aucune, bientot, ce soir, demain, encore, info, infos, jamais, je peux pas, je
        prend, je prends, je veux, je veux pas, je veux plus, je viens, juste, la semaine prochaine, n, no, o,
        plus, possible, present, presente, si, super, trop loin, c est trop loin, presque, surement, j ai
        trouve, deja pris, un autre jour
        """
    )
)
_GIVE_WAY = _ONLY_ALONE - {"plus", "+"}


def _agree(found: list[re.Match[str]]) -> bool:
    """Every marker says the same thing."""
    return len({_KIND_OF[marker.group()] for marker in found}) == 1


def _decided(kinds: list[YesNo]) -> YesNo:
    for kind in (YesNo.LATER, YesNo.MORE, YesNo.UNSURE):
        if kind in kinds:
            return kind
    return kinds[0] if len(set(kinds)) == 1 else YesNo.UNSURE
