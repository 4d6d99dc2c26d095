"""Ordinary words of small talk: no trade and no place by themselves, though some lie near one (retard, Rétaud)."""

_WORDS = """
    ainsi anniversaire annule annuler appris arrive arriver arriverai attendre attendu aucunement bonnes bourre
    certainement chance change changee changement changer changes chaud chouette complique compliquee comprends
    compte confirme confirmer conge conges content contente contents cool couche couchee courage covid croire crois
    decaler dejeuner desole desolee dommage dormi dormir dors douche dur ecrire ecrit entends entendu envie envoye
    envoyer erreur espere esperer evidemment exact exactement excuse excusez facile faux fetes finalement froid
    genial gentil gentille gratuit grave grippe hate heureuse heureux hier ici important impossible joyeuse joyeux
    la leve levee lire loin long lu machine malheureusement mange manger marre mauvais mauvaise modifier monde neige
    nickel noel note notee nouvelle nouvelles oublie oubliee paques pardon parfait parfois parti partie partir passe
    passee pause pense penser perdu perdue peur pleut pluie possible presque probleme problemes rappeler rappelez
    rappelle recevoir recu reflechir reflechis relire remercie rentre repondrai repondre reponds repondu reporter
    retard reveille revenir reviendrai reviens revient robot savoir semaines souci soucis souvent stresse stressee
    suivi super sympa tete top tranquillement triste trompe trompee tromper vacance vacances verra verrai verrons
    voir volontiers vrai vu weekend
"""
EVERYDAY = frozenset(_WORDS.split())
