"""Words that no list has because anyone may form them: nonfatal, flulike, gastroduodenoscopy.

The parts are those of medical English; a formation counts as known only if what is left is a known word.
"""

import re
from functools import lru_cache

from . import lexicon

PREFIXES = frozenset(
    "after ante anti auto back bi bio cardio chemo co counter cross cryo cyto de dermato electro endo epi extra "
    "fibro foot gastro glyco hemo hepato hetero hydro hyper hypo immuno infra inter intra iso laryngo lipo lympho "
    "macro mega meta micro mid mini mis mono multi musculo myelo myo nano naso nephro neuro non oculo onco "
    "ophthalmo ortho osteo oto out over para patho peri phago pharmaco photo pneumo poly post pre pseudo psycho "
    "pyro radio re retro rhino self semi sero sub super supra tele thermo thrombo thyro trans tri ultra un under uni "
    "uro vaso xeno".split()
)
PREFIX_LENGTHS = range(2, 1 + max(map(len, PREFIXES)))
# A shorter rest is likely to be a misspelling: pre + son, un + der, re + apse.
MIN_REST, MIN_REST_AFTER_TWO_LETTERS = 4, 5
SUFFIXES = ("free", "less", "like", "proof", "related", "ward", "wide", "wise")
_ROOTS = (
    "acro aden adip adren agglutin album angi anisocyt anter arteri arthr ather atri audi aur azot bacteri balan bili "
    "blephar bronch burs calc capill carcin cardi cephal cerebr cervic chol cholangi cholecyst chondr chrom col colp "
    "coni conjunctiv cortic cost crani crypt cutane cyan cyst cyt dacry derm dermat dent disc duoden encephal enter "
    "eosin erythr esophag femor fibr flav fung galact ganglion gastr gingiv gli glomerul gloss gluc glyc gnath gonad "
    "granul gynec hem hemat hepat hidr hist hyal hydr hymen hyster ile immun irid isch jejun kal kerat ket labyrinth "
    "lact lacrim lamin lapar laryng leuk lip lith lymph lymphaden lymphangi mamm mast mastoid melan mening metr micr "
    "mucos my myc myel myos narc nas natr necr nephr neur ocul odont omphal onych oophor ophthalm orchi orth oste ot "
    "pancreat pannicul papill parotid path peritone phag pharyng phleb phosphat phot phren pleur pneum pneumon "
    "polyp proct prostat protein psych pulmon py pyel pylor rachi radicul rect ren reticul retin rhabdomy rhin "
    "salping sarc scler semin sept sial sigmoid sinus somat spermat sphygm spondyl splen staphyl steat stern stomat "
    "synov ten tend thorac thromb thym thyr thyroid tonsill toxic trache trich typhl ulcer ur ureter urethr uric vagin "
    "valvul vas vascul ven ventricul vesic viscer vulv vulvovagin xanth xer"
).split()
_ENDINGS = tuple(
    "algia algic blast blastic blastoma capnia cele centesis chezia cidal clysis crine cyte cytes cytic cytopenia "
    "cytosis dermia dynia ectasia ectasis ectomy ectomies edema emesis emia emic esthesia facient gen genesis genic "
    "gnosis gram graph graphic graphy ia iasis iatric iatry ic itic itides itis kinesia kinesis lith lithiasis logic "
    "logical logist logy lysin lysis lytic malacia megaly meter metric metry oid oma omas opathy opathies opia osis "
    "oses ostomy otic otomy ous paresis pathic pathies pathy penia penic pexy phagia phasia phil philia philic phobia "
    "phoria plakia plasia plastic plasties plasty plegia plegic pnea poiesis poietic ptosis ptysis rrhage rrhagia "
    "rrhagic rrhaphy rrhea rrhexis sclerosis sclerotic scope scopic scopies scopy spasm spasms stasis static stenosis "
    "stomies stomy thorax tocia tome tomies tomy toxic toxicity tripsy trophic trophy tropic uresis uria uric".split()
)
_MEDICAL = re.compile(
    rf"(?:(?:{'|'.join(sorted(_ROOTS, key=len, reverse=True))})(?:[aio]|))"
    rf"{{1,3}}(?:{'|'.join(sorted(_ENDINGS, key=len, reverse=True))})"
)
# A longer word is no formation of these parts, and matching takes time.
MAX_LENGTH = 32
# Plural -> singular; the first that ends the word decides.
_PLURALS = (
    ("ies", ("y",)), ("ses", ("sis", "s", "se")), ("xes", ("x", "xis", "xe")), ("zes", ("z", "ze")),
    ("ches", ("ch", "che")), ("shes", ("sh",)), ("ices", ("ix", "ex", "ice")), ("ae", ("a",)), ("mata", ("ma",)),
    ("i", ("us",)), ("a", ("um", "on")), ("s", ("",)),
)  # fmt: skip


@lru_cache(maxsize=50_000)
def is_formation(word: str) -> bool:
    """Return whether a lowercase word is formed of known parts."""
    if len(word) > MAX_LENGTH or not word.isalpha():
        return False
    return (
        _is_plural(word)
        or _has_prefix(word)
        or (word.endswith(SUFFIXES) and any(_is_base(word.removesuffix(end)) for end in SUFFIXES if word.endswith(end)))
        or (word.endswith("ically") and _is_base(word.removesuffix("ally")))
        or (word.endswith("ally") and _is_base(word.removesuffix("ly")))
        or (word.endswith("ness") and word[-5] != "y" and _is_base(word.removesuffix("ness")))
        or (word.endswith(_ENDINGS) and _MEDICAL.fullmatch(word) is not None)
    )


def _is_base(word: str) -> bool:
    return len(word) >= MIN_REST and lexicon().has(word)


def _is_plural(word: str) -> bool:
    for plural, singulars in _PLURALS:
        if word.endswith(plural):
            stem = word.removesuffix(plural)
            return not stem.endswith("s") and any(_is_base(stem + singular) for singular in singulars)
    return False


def _has_prefix(word: str) -> bool:
    for length in PREFIX_LENGTHS:
        rest = word[length:]
        if word[:length] in PREFIXES and _is_base(rest) and (length > 2 or len(rest) >= MIN_REST_AFTER_TWO_LETTERS):
            return True
    return False
