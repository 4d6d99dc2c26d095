"""Words of command, STOP first: it is law."""

import pytest

from bot.understanding.stop_words import GlobalWord, global_word

SAID = {
    GlobalWord.STOP: [
        "STOP",
        "stop",
        "Stop !",
        "stop svp",
        "stoppp",
        "stop sms",
        "STOP SMS merci",
        "ARRET",
        "ARRÊT",
        "arrêter",
        "ARRETER",
        "arretez",
        "Arrêtez svp",
        "arretez de m'envoyer des sms",
        "DESABONNER",
        "desaboner",
        "désabonnement",
        "DESINSCRIRE",
        "désinscrire",
        "desinscrivez moi",
        "unsubscribe",
        "unsuscribe",
        "END",
        "quit",
        "STOPALL",
        "stop all",
        "cancel",
        "revoke",
        "OPTOUT",
        "opt-out",
        "stop jai trouvé du travail",
        "je veux plus de sms",
        "je ne veux plus recevoir de messages",
        "ne m'écrivez plus",
        "ne m'envoyez pas de messages",
        "plus de sms",
        "je me désabonne",
        "enlevez moi de la liste",
        "arretez ca",
        "laissez-moi tranquille",
        "sttop",
        "ok stop",
    ],
    GlobalWord.STOP_OFFERS: [
        "STOP OFFRES",
        "stop les offres",
        "arretez les offres svp",
        "plus d'offres",
        "je ne veux plus recevoir d'offres",
    ],
    GlobalWord.RESUME: ["REPRENDRE", "reprendre svp", "START", "je veux reprendre"],
    GlobalWord.HELP: ["AIDE", "aide svp", "HELP", "info", "aidez-moi"],
    GlobalWord.MENU: ["MENU", "menu svp", "/menu"],
    GlobalWord.BACK: ["RETOUR", "question précédente"],
    GlobalWord.SKIP: ["PASSER", "passe", "je passe", "question suivante"],
    GlobalWord.ADVISER: [
        "CONSEILLER",
        "conseillère",
        "parler à un conseiller",
        "rappelez moi",
        "un humain svp",
        "conseilller",
    ],
    GlobalWord.CONTACT: ["CONTACT"],
    GlobalWord.LATER: ["plus tard", "pas maintenant", "plus tard merci"],
}


@pytest.mark.parametrize(("text", "word"), [(text, word) for word, texts in SAID.items() for text in texts])
def test_a_word_of_command_is_recognised(text: str, word: GlobalWord) -> None:
    assert global_word(text) is word


@pytest.mark.parametrize(
    "text",
    [
        "stp",
        "STP",
        "oui stp",
        "arrêt maladie",
        "en arret de travail",
        "l'arrêt de bus",
        "je travaille non stop",
        "je fais du stop",
        "j'ai arrêté en 2012",
        "je passe le permis",
        "menuisier",
        "conseiller de vente",
        "aide soignante",
        "aide à domicile",
        "je veux plus de travail",
        "je veux plus d'heures",
        "je veux pas travailler le week end",
        "domerat",
        "oui",
        "",
        "2",
        "fin mars",
        "retour a montlucon",
        "plus",
        "pas d'autoroute",
        "quitter mon poste",
        "je bosse au stop",
        "ne m'appelez pas le matin",
        "pas d'offres le week end",
        "plus tout",
    ],
)
def test_an_answer_is_no_word_of_command(text: str) -> None:
    assert global_word(text) is None
