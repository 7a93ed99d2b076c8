"""The forms that common medicines have in the United States, for texts whose drug facts are unknown.

Source: FDA, "Approved Drug Products with Therapeutic Equivalence Evaluations" (the Orange Book) and its counterpart for
biologics, the Purple Book. Listed are names and stems of medicines that are all of one kind; those of several kinds,
such as ketorolac, are left out. The words for forms and routes are those of `preflight.form_and_route`.
"""

import re
from functools import lru_cache
from typing import NamedTuple


class UsualForm(NamedTuple):
    """The forms and the routes of a medicine, in words."""

    form: str
    route: str


BY_MOUTH = UsualForm("tablets, capsules, oral liquid", "by mouth")
INJECTED = UsualForm("injection, infusion", "under the skin, into a muscle, or into a vein")
IN_EYE = UsualForm("eye drops", "eye")
INHALED = UsualForm("inhaler", "inhaled")
INHALED_OR_BY_MOUTH = UsualForm("inhaler, tablets, oral liquid", "inhaled or by mouth")
PATCH = UsualForm("patch", "on the skin")

_NAMES = {
    BY_MOUTH: """
    alendronate allopurinol amlodipine anastrozole apixaban atorvastatin
    benazepril bupropion buspirone canagliflozin candesartan carvedilol cetirizine chlorthalidone citalopram clopidogrel
    dabigatran dapagliflozin donepezil duloxetine edoxaban empagliflozin entecavir erlotinib escitalopram eszopiclone
    exemestane ezetimibe febuxostat finasteride fluoxetine gabapentin glimepiride glipizide glyburide
    hydrochlorothiazide hydroxychloroquine ibrutinib imatinib irbesartan lenalidomide letrozole
    linagliptin lisinopril loratadine losartan lovastatin memantine metformin methimazole mirtazapine montelukast
    nebivolol nilotinib olmesartan osimertinib palbociclib paroxetine pioglitazone pravastatin prasugrel prednisone
    pregabalin quetiapine quinapril ramipril rivaroxaban rosuvastatin ruxolitinib sertraline simvastatin
    sitagliptin solifenacin spironolactone tadalafil tamoxifen tamsulosin telmisartan ticagrelor tofacitinib topiramate
    tramadol trazodone upadacitinib valacyclovir valsartan varenicline venlafaxine warfarin zolpidem ritonavir
    amoxicillin cephalexin nitrofurantoin bisoprolol capecitabine
    """,
    INJECTED: """
    insulin adalimumab alirocumab certolizumab dalteparin darbepoetin denosumab dulaglutide dupilumab enoxaparin epoetin
    erenumab etanercept evolocumab exenatide filgrastim fulvestrant glatiramer golimumab heparin infliximab ixekizumab
    leuprolide liraglutide nivolumab omalizumab pegfilgrastim pembrolizumab rituximab romosozumab
    secukinumab teriparatide tirzepatide tocilizumab trastuzumab ustekinumab vedolizumab bevacizumab blinatumomab
    vaccine interferon
    """,
    IN_EYE: "latanoprost travoprost bimatoprost tafluprost dorzolamide brinzolamide",
    INHALED_OR_BY_MOUTH: "albuterol levalbuterol",
    INHALED: "formoterol tiotropium salmeterol umeclidinium vilanterol",
}
_FORMS: dict[str, UsualForm] = {name: form for form, names in _NAMES.items() for name in names.split()}
# Ends of names whose medicines are all of one kind.
_STEMS = {"tinib": BY_MOUTH, "gliptin": BY_MOUTH, "gliflozin": BY_MOUTH, "sartan": BY_MOUTH, "xaban": BY_MOUTH,
          "vastatin": BY_MOUTH, "zumab": INJECTED, "ximab": INJECTED, "mumab": INJECTED}  # fmt: skip

_UNITS = (
    (re.compile(r"actuation|inhalation|puff"), UsualForm("inhaler, nasal spray", "inhaled, or into the nose")),
    (re.compile(r"(?:/|per )\s?(?:24 )?(?:hours?|hr|h)$"), PATCH),
)


@lru_cache(maxsize=1000)
def usual_form(generic: str) -> UsualForm | None:
    """Return the form of a medicine by its generic name, in any case; None if it may have several.

    A medicine of several parts, or one whose name another word changes, has the form that all known parts have.
    """
    words = generic.lower().replace(",", " ").split()
    found = {form for word in words if (form := _form_of(word))}
    return found.pop() if len(found) == 1 else None


def form_by_unit(unit: str) -> UsualForm | None:
    """Return the form of a medicine by the unit of its strength: mcg per actuation, mcg/hour."""
    return next((form for words, form in _UNITS if words.search(unit)), None)


def _form_of(word: str) -> UsualForm | None:
    stems = (form for stem, form in _STEMS.items() if word.endswith(stem))
    return _FORMS.get(word) or next(stems, None)
