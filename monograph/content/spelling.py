"""One spelling for words that are written in several: British and American, singular and plural, "itchy" and "itch".

Search compares the results, which nobody reads: a rule may make a word that does not exist, as long as it makes no two
words of different meaning one. The British spellings are those of the NHS and of the British National Formulary.
"""

import re
from functools import lru_cache

# Inside a word. Greek and Latin roots, of which American English keeps one vowel.
_ROOTS = (
    *(("haem", "hem"), ("aemi", "emi"), ("aemo", "emo"), ("oedem", "edem"), ("oesoph", "esoph"), ("oestr", "estr")),
    *(("rrhoe", "rrhe"), ("pnoe", "pne"), ("paed", "ped"), ("gynaec", "gynec"), ("anaesth", "anesth")),
    *(("foet", "fet"), ("faec", "fec"), ("caec", "cec"), ("caes", "ces"), ("coelia", "celia"), ("aetiol", "etiol")),
    *(("homoeo", "homeo"), ("manoeuv", "maneuv"), ("leucoc", "leukoc"), ("leucop", "leukop"), ("naev", "nev")),
    *(("sulph", "sulf"), ("aluminium", "aluminum"), ("mould", "mold"), ("oenolog", "enolog"), ("palaeo", "paleo")),
    *(("travell", "travel"), ("labell", "label"), ("counsell", "counsel"), ("cancell", "cancel"), ("fuell", "fuel")),
    *(("modell", "model"), ("signall", "signal"), ("channell", "channel"), ("totall", "total"), ("levell", "level")),
)
_ROOT = re.compile("|".join(old for old, _ in _ROOTS))
_AMERICAN_ROOT = dict(_ROOTS)
# At the end of a word.
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|al|ally|less|able|ation|ite|ites|ful|y)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]l)ys(?=(?:e|es|ed|ing|er|ers)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2}[tb])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{2}[tb])red$"), "ered"),
    (re.compile(r"(?<=[a-z]{3})sis$"), "ses"),  # diagnosis, diagnoses
)
# Whole words: spellings, irregular plurals, and units in full.
_WORDS = dict(
    " ".join(entry.split()).split(": ")
    for entry in """
    breastfed: breastfeed; dying: die; lying: lie; tying: tie;
    grey: gray; ageing: aging; programme: program; programmes: program; tyre: tire; licence: license; licences:
    license; practise: practice; practised: practiced; practising: practicing; defence: defense; offence: offense;
    fulfil: fulfill; enrol: enroll; instil: instill; distil: distill; skilful: skillful; judgement: judgment;
    cheque: check; plough: plow; moult: molt; sceptical: skeptical; odour: odor; odours: odor; feet: foot; teeth:
    tooth; children: child; women: woman; men: man; mice: mouse; lice: louse; people: person; vertebrae: vertebra;
    bacteria: bacterium; criteria: criterion; fungi: fungus; nuclei: nucleus; stimuli: stimulus; bronchi: bronchus;
    ova: ovum; appendices: appendix; indices: index; matrices: matrix; viruses: virus; calves: calf; halves: half;
    knives: knife; microgram: mcg; micrograms: mcg;
    microgramme: mcg; microgrammes: mcg; ug: mcg; milligram: mg; milligrams: mg; milligramme: mg; milligrammes: mg;
    milliliter: ml; milliliters: ml; millilitre: ml; millilitres: ml
    """.split(";")
)
# What a patient has or is, by the word that it is made of: "itchy", "itchier" and "itchiness" are found by "itch".
_BASES = (
    "ache blister blood blotch bump chalk chest chill cloud cough cramp crust dirt drip dust fat flake flush fog "
    "froth fuzz gas grease hair itch jitter lump milk mood oil patch phlegm puff rash run salt sand scab scale shake "
    "shiver skin sleep slime sneeze snot soap spice spot starch stick string stuff sugar sun sweat tar taste thirst "
    "throat tingle vein wart water wax weep wheeze"
)


def _adjectives() -> dict[str, str]:
    forms: dict[str, str] = {}
    for base in _BASES.split():
        is_doubled = len(base) < 5 and re.search(r"[^aeiou][aeiou][bgnprt]$", base) is not None
        root = base.removesuffix("e") + (base[-1] if is_doubled else "")
        root = f"{base}s" if base == "gas" else root
        forms |= {f"{root}{ending}": base for ending in ("y", "ier", "iest", "iness", "ily")}
    return forms


_ADJECTIVES = _adjectives()


@lru_cache(maxsize=50_000)
def one_spelling(word: str) -> str:
    """Return the one spelling of a lowercase word without accents."""
    word = _WORDS.get(word, word)
    if not word.isascii() or len(word) < 4:
        return word
    word = _ROOT.sub(lambda found: _AMERICAN_ROOT[found[0]], word)
    for ending, american in _ENDINGS:
        word = ending.sub(american, word)
    return _ADJECTIVES.get(word, word)


def irregular_forms() -> dict[str, str]:
    """Return the words that no rule leads to their one spelling, with it."""
    return _WORDS
