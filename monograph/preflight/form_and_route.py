"""Forms and routes in the text, checked against the drug facts.

Source: 21 CFR 201.57(c)(4), dosage forms and strengths. A guide with another form or route than the label is a
medication error waiting for its reader (ISMP, "Medication Errors", chapter 6).
"""

import re
from dataclasses import replace

from ..content.usual_forms import form_by_unit, usual_form
from .checked_section import CheckedSection, is_denied
from .guide import Medicine

# Form -> what a text calls it.
FORMS = {
    "tablet": r"tablets?|caplets?|pills?",
    "capsule": r"capsules?|pills?",
    "liquid": r"liquids?|syrup|elixir|oral (?:solution|suspension)",
    "injection": r"injections?|shots?|vials?|syringes?|pens?",
    "infusion": r"infusions?|drip",
    "patch": r"patch(?:es)?",
    "cream": r"creams?|ointments?|gels?|lotions?",
    "inhaler": r"inhalers?|puffs?",
    "drops": r"(?:eye|ear) drops|drops",
    "spray": r"(?:nasal |nose )?sprays?",
    "suppository": r"suppositor(?:y|ies)",
    "lozenge": r"lozenges?",
    "gummy": r"gumm(?:y|ies)",
    "powder": r"powders?",
}
# What the drug facts may call the form -> the forms that a text may then name.
ALLOWS = {
    r"tablets?|caplets?": "tablet capsule-as-pill",
    r"capsules?": "capsule tablet-as-pill",
    r"powders?": "powder injection infusion liquid",
    r"(?<!oral )(?:solutions?|concentrates?)": "liquid injection infusion drops spray powder",
    r"(?<!oral )suspensions?": "liquid injection drops powder",
    r"oral (?:solutions?|suspensions?|liquids?|concentrates?)": "liquid powder",
    r"injections?|infusions?|vials?": "injection infusion powder",
    r"liquids?|syrups?|elixirs?": "liquid",
    r"patch(?:es)?": "patch",
    r"creams?|ointments?|gels?|lotions?": "cream",
    r"inhal\w+": "inhaler powder spray",
    r"drops?": "drops",
    r"sprays?": "spray",
    r"suppositor\w+": "suppository",
    r"lozenges?|films?(?!-)": "lozenge",
    r"gumm\w+": "gummy",
    r"pens?": "injection",
}
# Words after which a form is this medicine's.
STATED = (
    r"(?:comes?(?: only)? (?:as|in)|is (?:an?|available as|sold as|made as|supplied as)|available (?:as|in)|"
    r"swallow|chew|crush|split|break|take (?:the|your|each|one|two|this|an?|\d)|"
    r"use (?:the|your|each|this|an?)|(?:each|every|one|your|missed|\d+)(?: [\w.-]+){0,3}?|dissolve|apply|inhale|put)"
)
FORM_LABEL = re.compile(r"(?:dosage |drug )?forms?|comes as|type|how (?:it|.{1,20}) comes", re.IGNORECASE)


def forms(checked: CheckedSection) -> None:
    """Find a form that differs from the facts: tablets of an infusion."""
    allowed = _allowed_forms(_described(checked.guide.medicine))
    if not allowed:
        return
    own = "|".join(re.escape(name) for name in sorted(checked.guide.medicine.names)) or "this medicine"
    stated = [
        re.compile(rf"\b(?:{STATED}|{own})\s+(?:[\w-]+\s+){{0,3}}?(?P<form>{words})\b", re.IGNORECASE)
        for words in _other_forms(allowed)
    ]
    # Most sentences name no form; asking that first is faster.
    any_form = re.compile(rf"\b(?:{'|'.join(_other_forms(allowed))})\b", re.IGNORECASE)
    for start, _, sentence in checked.about_medicine:
        for pattern in stated if any_form.search(sentence) else ():
            found = pattern.search(sentence)
            if (
                found
                and not is_denied(sentence, found.start("form"))
                and not (found["form"].lower().startswith("pill") and allowed & {"tablet", "capsule"})
            ):
                _report(checked, "form-differs", start + found.start("form"), found["form"])
                break


def labeled_forms(checked: CheckedSection) -> None:
    """Find such a form in a column, row or list that is labeled as forms."""
    allowed = _allowed_forms(_described(checked.guide.medicine))
    if not allowed:
        return
    others = [re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in _other_forms(allowed)]
    for label, block in checked.labeled:
        if not FORM_LABEL.fullmatch(label):
            continue
        words = checked.document.block_text(block)
        found = next(filter(None, (pattern.search(words) for pattern in others)), None)
        if found:
            _report(checked, "form-differs", block.start + found.start(), found[0])


def _described(medicine: Medicine) -> Medicine:
    """Return a medicine with the form and route that it usually has, where its facts do not say."""
    usual = usual_form(medicine.generic or medicine.brand)
    units = (form for strength in medicine.strengths if (form := form_by_unit(strength.unit)))
    usual = next(units, None) or usual
    if medicine.form or medicine.route or usual is None:
        return medicine
    return replace(medicine, form=usual.form, route=usual.route)


def _report(checked: CheckedSection, code: str, place: int, words: str) -> None:
    """Report words that do not fit the facts, or what is usual where the facts do not say."""
    own, thing = checked.guide.medicine, code.partition("-")[0]
    described: str = getattr(_described(own), thing)
    if getattr(own, thing):
        message = f"The drug facts give the {thing} as {described}. Correct “{words}” or the facts."
        checked.error(code, place, place + len(words), message)
    else:
        message = f"The usual {thing} of this medicine is {described}. Correct “{words}” if it is not meant."
        checked.warning(code, place, place + len(words), message)


def _allowed_forms(medicine: Medicine) -> set[str]:
    form = medicine.form.lower()
    return {name for words, names in ALLOWS.items() if re.search(rf"\b(?:{words})\b", form) for name in names.split()}


def _other_forms(allowed: set[str]) -> list[str]:
    """Return the words for the forms that are not allowed.

    Both a tablet and a capsule may be called a pill.
    """
    return [words for name, words in FORMS.items() if name not in allowed and f"{name}-as-pill" not in allowed]


# Route -> what a text calls it.
ROUTES = {
    "mouth": r"by mouth|orally|swallow (?:it|the|your|one|each|whole)|take it with (?:food|water)",
    "vein": r"into (?:a|the|your) vein|intravenous(?:ly)?|IV (?:infusion|drip|line)|by (?:IV|drip)|through a vein",
    "under the skin": r"under (?:the|your) skin|subcutaneous(?:ly)?",
    "muscle": r"into (?:a|the|your) (?:[a-z]+ )?muscle|intramuscular(?:ly)?",
    "skin": r"(?:on|onto|to|into) (?:the|your) (?:clean,? )?(?:dry )?skin|topical(?:ly)?|rub(?:bed)? (?:it )?(?:in|on)",
    "inhaled": r"inhal(?:e|ed|ing)|breathe it in",
    "nose": r"(?:in|into|up) (?:the|your|each) (?:nose|nostrils?)|nasally",
    "eye": r"(?:in|into) (?:the|your|each|one|both) (?:affected )?eyes?",
    "ear": r"(?:in|into) (?:the|your|each|one|both) (?:affected )?ears?",
    "rectum": r"(?:in|into) (?:the|your) (?:rectum|bottom)|rectally",
    "tongue": r"under (?:the|your) tongue",
}
ROUTE_PATTERNS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in ROUTES.items()}
# Route -> what the drug facts may call the route or form for it to be allowed.
ALLOWED_BY = {
    "mouth": r"mouth|oral(?:ly)?|tablets?|capsules?",
    "vein": r"veins?|intravenous(?:ly)?|iv|infusions?",
    "under the skin": r"under (?:the |your )?skin|subcutaneous(?:ly)?",
    "muscle": r"muscles?|intramuscular(?:ly)?",
    "skin": r"(?<!under the )(?<!under )(?<!under your )skin|topical(?:ly)?|transdermal",
    "inhaled": r"inhal\w+",
    "nose": r"nasal(?:ly)?|nose",
    "eye": r"eyes?|ophthalmic",
    "ear": r"ears?|otic",
    "rectum": r"rectal(?:ly)?|rectum",
    "tongue": r"tongue|sublingual(?:ly)?",
}
GIVEN = re.compile(
    r"\b(?:take|taken|taking|give|given|giving|gets?|inject(?:ed|ion)?|use|used|swallow(?:ed)?|applied|apply|put|place|"
    r"inhale|inhaled|receive|received|infused|rub|spray|breathe|goes)\b",
    re.IGNORECASE,
)
# Words of a sentence about skin or eyes that is not about a route: a rash, a splash.
NOT_A_ROUTE = re.compile(
    r"\b(?:touch|gets? on|splash|spill|contact|wash|rinse|"
    r"rash|redness|swelling|itch\w*|bruis\w*|yellow\w*|pain|feel)\b",
    re.IGNORECASE,
)


def routes(checked: CheckedSection) -> None:
    """Find a route that differs from the facts."""
    allowed = _allowed_routes(_described(checked.guide.medicine))
    if not allowed:
        return
    others = [pattern for name, pattern in ROUTE_PATTERNS.items() if name not in allowed]
    for start, _, sentence in checked.about_medicine:
        if NOT_A_ROUTE.search(sentence) or not GIVEN.search(sentence):
            continue
        for found in filter(None, (pattern.search(sentence) for pattern in others)):
            if not is_denied(sentence, found.start()):
                _report(checked, "route-differs", start + found.start(), found[0])


def _allowed_routes(medicine: Medicine) -> set[str]:
    """Return the routes that the facts allow; none if the facts have no route."""
    known = f"{medicine.route} {medicine.form}".lower() if medicine.route else ""
    return {name for name, words in ALLOWED_BY.items() if re.search(rf"\b(?:{words})\b", known)}


CHECKS = (forms, labeled_forms, routes)
