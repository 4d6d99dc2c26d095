"""Words that people put around the name of a place, and words that are no place. All folded, single spaces."""

from bot.understanding.everyday_words import EVERYDAY

LONGEST_PHRASE = 4  # words


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in listed.split(","))


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What comes before the place and is not part of it, by phrases of one to four words; tried again until none fits.
BEFORE = _phrases(
    """
    code postal, mon code postal, cp, le code postal, dep, bonjour, bonsoir, bjr, bsr, slt, salut, coucou,
    alors, oui, ben, bah, euh, donc, et, moi, merci, voila, ok, c est, cest, c, ce, ces, on est, je, j, jhabite,
    jabite, jhabit, jabit, habite, habites, habit, habitte, abite, abit, habitant, habitons, jhabites, jai
    habite, suis, sui, chui, chuis, chu, jsuis, jsui, jss, vis, vi, vit, vie,
    heberge, hebergee, loger, logee, residant, resident, residente, reside, loge, creche, situe,
    domicilie, domiciliee, installe, installee, base, basee, viens, vien, vient, demeure, demeurant, reste,
    actuellement, a, au, aux, as, sur, dans, vers, en, ds, chez, de, du, des, d, par, pas, loin, tout, juste, a
    cote, a coter, cote, coter, acote, du cote, pres, pret, proche, proximite, a proximite, autour, aux
    alentours, alentours, environs, aux environs, non loin, limite, entre, derriere, direction, secteur, le
    secteur, coin, le coin, region, la region, la commune, commune, la ville, ville, le village, village, un
    village, le bourg, un hameau, hameau, la campagne, campagne, centre de, ma commune, mon village, ma ville,
    mon adresse, adresse, ici, la bas, il y a, pour, pour moi, le nom, km, kms, kilometres, min, minutes, mn, m
    """
)
# What comes after it.
AFTER = _phrases(
    """
    stp, svp, s il vous plait, sil vous plait, s il te plait, siouplait, merci, merci beaucoup, voila, madame,
    monsieur, bonjour, actuellement, en ce moment, pour l instant, pour le moment, maintenant, depuis, cedex,
    centre, centre ville, ville, bourg, dans le, dans l, dans la, dans, departement, france, en france, et vous,
    quoi, donc, moi, et alentours, alentours, et environs, environs, ou alentours, et autour, eme, er, e, ieme,
    arrondissement, et toi, bonne journee, bonne soiree
    """
)

# In a sentence, the place comes right after one of these: where the person lives…
HOME_CUES = _phrases(
    """
    habite, jhabite, jabite, abite, habit, jhabit, jabit, habitte, habite a, habite au, habite sur, habite vers,
    habite en, habite dans, jhabite a, jhabite sur, jabite a, jabite sur, suis a, suis sur, sui a, sui sur, suis
    de, suis vers, chui a, chui sur, chuis a, chuis sur, viens de, vis a, vi a, vit a, vie a, vis sur, vi sur,
    heberge a,
    hebergee a, resident a, residente a, installe a, installee a, reside a, loge a, loge
    sur, adresse, domicilie a, domiciliee a, demeurant a, habitant a, habitant
    """
)
# …some place…
PLACE_CUES = _phrases(
    "sur, secteur, secteur de, commune de, commune, ville de, village de, region de, coin de, le coin de"
)
# …a place close to it…
BESIDE_CUES = _phrases(
    """
    pres de, pres d, pres du, a cote de, a cote d, a cote du, cote de, du cote de, vers, autour de, environs de,
    alentours de, aux alentours de, proche de, proche, pas loin de, loin de, rayon de, km de, kilometres de,
    minutes de, min de, mn de, limite de, entre, derriere, direction
    """
)
# …or where they would go to work.
GOAL_CUES = _phrases(
    """
    jusqu a, jusqua, jusque, aller a, aller sur, aller jusqu a, travailler a, travailler sur, bosser a, bosser
    sur, travail a, travail sur, boulot a, boulot sur, poste a, poste sur, emploi a, emploi sur, vais a
    """
)
# …or a street or a quarter called after it, which may be anywhere.
STREET_CUES = frozenset(
    f"{street} {link}"
    for street in _words("rue avenue av ave bd boulevard place route rte chemin faubourg quartier impasse cite allee")
    for link in ("de", "d", "du", "des")
)
# These announce many other things too.
WEAK_CUES = frozenset({"a", "au", "aux", "de", "d", "en", "dans", "ds", "ville", "ici"})
# After these comes a person's name, not a place.
PERSON_CUES = frozenset(
    {
        "m appelle",
        "mappelle",
        "mapelle",
        "mapel",
        "mon nom",
        "nom",
        "prenom",
        "nomme",
        "madame",
        "monsieur",
        "mme",
        "mr",
    }
)

# Ordinary words of these conversations: no place by themselves, even when a commune is called so (Mars, Mâcon).
ORDINARY = (
    _words(
        """
    code postal cp dep oui non ouai ouais ouaip ok okay daccord accord dac nan no yes si peut etre bof jamais
    toujours rien tout tous toute quoi qui que quand comment pourquoi combien lequel laquelle quel quelle ou est
    sont sais sai pas plus moins tres trop bien mal bon bonne mieux aucun aucune autre autres meme pareil chose
    choses ca cela ceci celui celle moi toi lui elle nous vous eux ils elles on je tu il mon ma mes ton ta tes
    son sa ses notre votre vos nos leur leurs un une des les le la de du au aux avec sans pour par sur sous dans
    chez entre avant apres depuis pendant car mais donc or ni et alors aussi encore deja vite tard tot demain
    hier aujourd hui aujourdhui maintenant lundi mardi mercredi jeudi vendredi samedi dimanche semaine mois jour
    jours journee matin midi soir nuit aprem heure heures minute minutes janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre an ans annee annees week end weekend bonjour bonsoir salut
    merci svp stp madame monsieur mme mr coucou hello allo travail travaille travailler boulot bosse bosser
    emploi job cherche cherch recherche chercher trouve trouver poste offre offres metier stage formation
    contrat cdi cdd interim mission missions temps plein partiel mi horaire horaires salaire paye argent
    entreprise usine bureau bureaux magasin atelier chantier ferme hopital ecole creche maison appartement hotel
    restaurant cuisine jardin permis permi voiture velo scooter mobylette moto bus train camion pied vehicule
    auto pieton conduire conduit roule rouler caces menage menages nettoyage entretien cariste magasinier
    chauffeur livreur conducteur vendeur vendeuse caissier caissiere serveur serveuse cuisinier cuisiniere
    plongeur aide soignante soignant infirmier infirmiere auxiliaire vie garde enfants personnes agees macon
    macons plombier electricien peintre couvreur menuisier charpentier soudeur mecanicien boucher boulanger
    patissier coiffeur coiffeuse secretaire comptable assistant assistante agent ouvrier ouvriere manoeuvre
    preparateur commandes operateur operatrice manutention manutentionnaire agricole vendanges cueillette
    espaces verts jardinier paysagiste gardien securite accueil hotesse technicien ingenieur cadre directeur
    responsable chef equipe employe employee vente commerce batiment logistique transport experience experiences
    debutant debutante diplome diplomes niveau bac bep cap brevet retraite senior jeune disponible dispo libre
    possible impossible urgent rapidement suite immediatement rendez rdv appel appeler telephone tel numero sms
    message mail adresse nom prenom cv lettre info infos stop menu peux pouvez veux veut voudrais aimerais faire
    fais fait faut avoir ai as avez ont avait etais etait suis sui chui es sommes habite habites aller vais va
    vont venir viens vient prendre prends donner donne dire dis dit savoir connais connait aime aimer gauche
    droite haut bas petit petite grand grande gros grosse vieux neuf nouveau nouvelle beau belle premier
    premiere dernier deux trois quatre cinq six sept huit dix onze douze vingt trente cent mille femme mari fils
    fille mere pere frere soeur enfant ami amie copain copine famille homme gens personne loin pres proche cote
    partout ailleurs nulle part importe dehors campagne ville village commune france departement region quartier rue
    parent parents cousin cousine oncle tante grand mere beau belle copains foyer caravane camion appart studio hlm
    residence
    """
    )
    | EVERYDAY
)
