"""English words for what readers of the Spanish pages search for, because the guides are in English.

The words of headings, common complaints and parts of the body, without accents; plurals are found by their singular.
"""

from ..content.search_words import folded_words

_ENGLISH = dict(
    " ".join(entry.split()).split(": ")
    for entry in """
    uso: use; indicacion: use; dosis: dose; dosificacion: dosage; sobredosis: overdose; efecto secundario: side
    effect; efecto adverso: side effect; advertencia: warning; precaucion: precaution; interaccion: interaction;
    contraindicacion: not take; costo: cost; precio: cost; almacenamiento: storage; guardar: store; conservar:
    store; ingrediente: ingredient; embarazo: pregnancy; embarazada: pregnant; lactancia: breastfeeding; amamantar:
    breastfeeding; dar pecho: breastfeeding; bebe: baby; nino: child; nina: child; adolescente: teenager; adulto:
    adult; anciano: older; mayor: older; mujer: woman; hombre: man; recien nacido: newborn; anticonceptivo: birth
    control; menstruacion: period; fertilidad: fertility; tomar: take; pastilla: tablet; tableta: tablet;
    comprimido: tablet; capsula: capsule; jarabe: syrup; inyeccion: injection; crema: cream; gota: drop; parche:
    patch; inhalador: inhaler; comida: food; alimento: food; agua: water; leche: milk; jugo: juice; toronja:
    grapefruit; pomelo: grapefruit; dosis olvidada: missed dose; olvidar: miss; dolor cabeza: headache; dolor
    estomago: stomach pain; dolor pecho: chest pain; dolor: pain; fiebre: fever; nausea: nausea; vomito: vomiting;
    vomitar: vomiting; diarrea: diarrhea; estrenimiento: constipation; mareo: dizziness; mareado: dizzy; cansancio:
    tired; fatiga: tired; sueno: sleep; somnolencia: sleepy; insomnio: sleep; picazon: itching; comezon: itching;
    sarpullido: rash; erupcion: rash; ronchas: hives; hinchazon: swelling; tos: cough; escalofrio: chills; sangrado:
    bleeding; hemorragia: bleeding; moreton: bruise; desmayo: faint; convulsion: seizure; falta aire: trouble
    breathing; respirar: breathe; apetito: appetite; peso: weight; sed: thirst; sudor: sweat; temblor: tremor;
    debilidad: weakness; alergia: allergy; alergico: allergic; asma: asthma; azucar: sugar; cancer: cancer; presion
    arterial: blood pressure; presion alta: high blood pressure; presion: pressure; presion sangre: blood pressure;
    colesterol: cholesterol; infeccion: infection; gripe: flu; resfriado: cold; ansiedad: anxiety; depresion:
    depression; suicidio: suicide; leucemia: leukemia; derrame cerebral: stroke; ataque corazon: heart attack;
    infarto: heart attack; coagulo: clot; artritis: arthritis; epilepsia: epilepsy; migrana: migraine; acidez:
    heartburn; corazon: heart; rinon: kidney; higado: liver; estomago: stomach; piel: skin; sangre: blood; ojo: eye;
    oido: ear; boca: mouth; garganta: throat; pulmon: lung; hueso: bone; musculo: muscle; cerebro: brain; cabeza:
    head; pecho: chest; orina: urine; tiroides: thyroid; pie: foot; mano: hand; espalda: back; pelo: hair; cabello:
    hair; hormona: hormone; medico: doctor; doctor: doctor; farmaceutico: pharmacist; medicamento: medicine;
    medicina: medicine; antibiotico: antibiotic; insulina: insulin; vacuna: vaccine; manejar: drive; conducir:
    drive; alcohol: alcohol; cerveza: alcohol; emergencia: emergency; cirugia: surgery; operacion: surgery;
    dentista: dentist; niveles: level; analisis: test
    """.split(";")
)
_LINKS = frozenset("a al con de del el en la las los o para por un una y".split())
_MAX_PHRASE = 2


def english_query(query: str) -> str:
    """Return a query with the English words for its Spanish ones; "" if it has none that are known."""
    words = [word for word in folded_words(query) if word not in _LINKS]
    english: list[str] = []
    is_spanish = False
    while words:
        for length in range(min(_MAX_PHRASE, len(words)), 0, -1):
            if meaning := _meaning(words[:length]):
                break
        is_spanish = is_spanish or bool(meaning)
        english.append(meaning or words[0])
        words = words[length if meaning else 1 :]
    return " ".join(english) if is_spanish else ""


def _meaning(words: list[str]) -> str:
    singulars = ([word, word.removesuffix("s"), word.removesuffix("es")] for word in words)
    forms = [""]
    for singular in singulars:
        forms = [f"{form} {word}".strip() for form in forms for word in dict.fromkeys(singular)]
    return next((_ENGLISH[form] for form in forms if form in _ENGLISH), "")
