"""The text held against the signed drug facts: strength, form, route, boxed warning.

Source: 21 CFR 201.57(c)(4), dosage forms and strengths; (c)(1), boxed warning. A guide that says another strength, form
or route than the label is a medication error waiting for its reader (ISMP, "Medication Errors", chapter 6).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from ..document import Block
from ..measures import AMOUNT, in_one_unit
from ..medicines import is_medicine_name
from ..sentences import WORD
from .finding import Medicine, Passage

CONTAINER = (
    r"(?:tablets?|capsules?|caplets?|pills?|vials?|pens?|patch(?:es)?|syringes?|suppositor(?:y|ies)|ampules?|ampoules?|bottles?|"
    r"lozenges?|inhalers?|packets?|sachets?|films?|bags?|cartridges?|gummies)"
)
OF_ONE = re.compile(
    rf"[\s\u00a0-]+(?:(?:single|extended|delayed|immediate|chewable|film|oral|prefilled|coated)[\w-]*\s+){{0,3}}{CONTAINER}\b"
)
HOLDS = re.compile(
    rf"\b{CONTAINER}\s+(?:\w+\s+)?(?:[\w-]+\s+){{0,6}}?(?:holds?|contains?|has|have|with|of)(?:\s+(?:about|exactly))?\s*$"
)
SUPPLIED = re.compile(
    r"\b(?:comes?(?: only)? (?:as|in)|available (?:as|in)|supplied (?:as|in)|sold (?:as|in)|made in|strengths?)\b",
    re.IGNORECASE,
)
TAKEN = re.compile(r"\b(?:take|takes|taking|dose|doses|a day|daily|per day|each day|weigh|weight)\b", re.IGNORECASE)
Said = list[tuple[int, int, str]]
NOT_A_STRENGTH = frozenset({"mL", "%", "kg"})


_is_medicine = lru_cache(maxsize=50_000)(is_medicine_name)


def _about_this(passage: Passage) -> Said:
    """Return (start, end, words) of the sentences that are about this medicine: that name no other one, and do not
    go on about one with "it". Worked out once for all checks of a passage.
    """
    if passage.section.kind == "interactions":
        return []
    own = {part for name in passage.guide.medicine.names for part in (name, *name.split())}
    chosen: Said = []
    for block in passage.document.blocks:
        is_about_other = False
        for _, start, end in passage.sentences_of(block):
            said = passage.text[start:end]
            words = [word.lower() for word in WORD.findall(said)]
            if any(_is_medicine(word) for word in words if word not in own):
                is_about_other = True
            elif own.intersection(words):
                is_about_other = False
            if not is_about_other:
                chosen.append((start, end, said))
    return chosen


def strengths(passage: Passage, about_this: Said) -> None:
    """A strength of this medicine that the facts do not have."""
    medicine = passage.guide.medicine
    known = _known_strengths(medicine)
    if not known:
        return
    for start, end, said in about_this:
        is_supplied = SUPPLIED.search(said) is not None and not TAKEN.search(said)
        for found in AMOUNT.finditer(passage.text, start, end):
            is_strength = (
                OF_ONE.match(passage.text, found.end())
                or HOLDS.search(passage.text[max(start, found.start() - 90) : found.start()])
                or is_supplied
            )
            if is_strength:
                _strength(passage, known, found, 0)


def _strength(passage: Passage, known: set[tuple[Decimal, str]], found: re.Match[str], at: int) -> None:
    """Tell of an amount, found `at` this offset of the text, that is no strength of the facts."""
    amount = in_one_unit(found["number"], found["unit"])
    if amount not in known and amount[1] not in NOT_A_STRENGTH:
        in_words = ", ".join(f"{each.number} {each.unit}" for each in passage.guide.medicine.strengths)
        message = f"The drug facts know {in_words}, not {found[0]}. Correct the text or the facts."
        passage.error("strength-differs", at + found.start(), at + found.end(), message)


FORMS = {
    "tablet": r"tablets?|caplets?|pills?", "capsule": r"capsules?|pills?", "liquid": r"liquids?|syrup|elixir|oral (?:solution|suspension)",
    "injection": r"injections?|shots?|vials?|syringes?|pens?", "infusion": r"infusions?|drip",
    "patch": r"patch(?:es)?", "cream": r"creams?|ointments?|gels?|lotions?", "inhaler": r"inhalers?|puffs?",
    "drops": r"(?:eye|ear) drops|drops", "spray": r"(?:nasal |nose )?sprays?", "suppository": r"suppositor(?:y|ies)",
    "lozenge": r"lozenges?", "gummy": r"gumm(?:y|ies)", "powder": r"powders?",
}  # fmt: skip
# What the facts' word for the form lets a text say.
ALLOWS = {
    "tablet": "tablet capsule-as-pill", "capsule": "capsule tablet-as-pill", "powder": "powder injection infusion liquid",
    "solution": "liquid injection infusion drops spray powder", "suspension": "liquid injection drops powder",
    "injection": "injection infusion powder", "infusion": "injection infusion powder", "liquid": "liquid", "syrup": "liquid",
    "patch": "patch", "cream": "cream", "ointment": "cream", "gel": "cream", "lotion": "cream", "inhal": "inhaler powder spray",
    "drop": "drops", "spray": "spray", "suppositor": "suppository", "lozenge": "lozenge", "film": "lozenge", "vial": "injection infusion powder",
    "pen": "injection", "concentrate": "liquid injection infusion",
}  # fmt: skip
STATED = (
    r"(?:comes?(?: only)? (?:as|in)|is (?:an?|available as|sold as|made as|supplied as)|available (?:as|in)|swallow|chew|crush|split|break|"
    r"take (?:the|your|each|one|two|this|an?|\d)|(?:each|every|one|your|missed|\d+)(?: [\w.-]+){0,3}?|dissolve|apply|inhale|put)"
)
DENIED = re.compile(
    r"\b(?:no|not|never|isn['’]t|doesn['’]t|instead of|rather than|unlike|(?<!every )other|another|only for)\b",
    re.IGNORECASE,
)


def forms(passage: Passage, about_this: Said) -> None:
    """A form of this medicine that is not the one in the facts: tablets of what is given by drip."""
    allowed = _allowed_forms(passage.guide.medicine)
    if not allowed:
        return
    own = "|".join(re.escape(name) for name in sorted(passage.guide.medicine.names)) or "this medicine"
    stated = {
        name: re.compile(rf"\b(?:{STATED}|{own})\s+(?:[\w-]+\s+){{0,3}}?(?P<form>{words})\b", re.IGNORECASE)
        for name, words in FORMS.items()
        if name not in allowed and f"{name}-as-pill" not in allowed
    }
    for start, end, said in about_this:
        if DENIED.search(said):
            continue
        for pattern in stated.values():
            found = pattern.search(said)
            if found and not (found["form"].lower().startswith("pill") and allowed & {"tablet", "capsule"}):
                place = start + found.start("form")
                _form(passage, place, found["form"])
                break


def _allowed_forms(medicine: Medicine) -> set[str]:
    return {name for word, names in ALLOWS.items() if word in medicine.form.lower() for name in names.split()}


def _form(passage: Passage, place: int, said: str) -> None:
    message = f"The drug facts say that the form is {passage.guide.medicine.form}. Correct “{said}”, or the facts."
    passage.error("form-differs", place, place + len(said), message)


ROUTES = {
    "mouth": (r"by mouth|orally|swallow (?:it|the|your|one|each|whole)|take it with (?:food|water)", "mouth oral"),
    "vein": (r"into (?:a|the|your) vein|intravenous(?:ly)?|IV (?:infusion|drip|line)|by (?:IV|drip)|through a vein", "vein intravenous iv infusion"),
    "under the skin": (r"under (?:the|your) skin|subcutaneous(?:ly)?", "under the skin subcutaneous"),
    "muscle": (r"into (?:a|the|your) (?:[a-z]+ )?muscle|intramuscular(?:ly)?", "muscle intramuscular"),
    "skin": (r"(?:on|onto|to|into) (?:the|your) (?:clean,? )?(?:dry )?skin|topical(?:ly)?|rub(?:bed)? (?:it )?(?:in|on)", "skin topical transdermal"),
    "inhaled": (r"inhal(?:e|ed|ing)|breathe it in", "inhal"),
    "nose": (r"(?:in|into|up) (?:the|your|each) (?:nose|nostrils?)|nasally", "nasal nose"),
    "eye": (r"(?:in|into) (?:the|your|each|one|both) (?:affected )?eyes?", "eye ophthalmic"),
    "ear": (r"(?:in|into) (?:the|your|each|one|both) (?:affected )?ears?", "ear otic"),
    "rectum": (r"(?:in|into) (?:the|your) (?:rectum|bottom)|rectally", "rectal rectum"),
    "tongue": (r"under (?:the|your) tongue", "tongue sublingual"),
}  # fmt: skip
WAYS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, (words, _) in ROUTES.items()}
GIVEN = re.compile(
    r"\b(?:take|taken|taking|give|given|giving|gets?|inject(?:ed|ion)?|use|used|swallow(?:ed)?|applied|apply|put|place|inhale|inhaled|"
    r"receive|received|infused|rub|spray|breathe|goes)\b",
    re.IGNORECASE,
)
OF_OTHER_THINGS = re.compile(
    r"\b(?:touch|gets? on|splash|spill|contact|rash|redness|swelling|itch\w*|bruis\w*|yellow\w*|pain|feel|wash|rinse)\b",
    re.IGNORECASE,
)


def routes(passage: Passage, about_this: Said) -> None:
    """A way of taking it that is not the one in the facts."""
    medicine = passage.guide.medicine
    known = f"{medicine.route} {medicine.form}".lower() if medicine.route else ""
    allowed = {
        name
        for name, (_, words) in ROUTES.items()
        if any(re.search(rf"\b{word}", known) for word in words.split() if word not in ("under", "the"))
    }
    if not allowed or not known:
        return
    for start, end, said in about_this:
        if DENIED.search(said) or OF_OTHER_THINGS.search(said) or not GIVEN.search(said):
            continue
        for name, pattern in WAYS.items():
            found = pattern.search(said)
            if name in allowed or not found:
                continue
            place = start + found.start()
            message = f"The drug facts say that the route is {medicine.route}. Correct “{found[0]}”, or the facts."
            passage.error("route-differs", place, place + len(found[0]), message)


NO_BOX = re.compile(
    r"\b(?:no|without|not (?:have|carry|come with|include)|never had|free of|n['’]t (?:have|carry|come with))\s+(?:an?y?\s+)?(?:fda\s+)?(?:boxed|black[- ]box) warnings?"
    r"|\b(?:boxed|black[- ]box) warnings? (?:is|are|was|were)(?: not|n['’]t)\b",
    re.IGNORECASE,
)
HAS_BOX = re.compile(
    r"\b(?:has|have|carries|carry|comes? with|includes?|had|given|there (?:is|are)|gave \w+|requires?|bears?)\s+(?:an?\s+|its\s+|two\s+|three\s+|several\s+|one\s+|\d+\s+|the\s+|fda\s+|strong\s+|serious\s+)*"
    r"(?:boxed|black[- ]box) warnings?|\b(?:boxed|black[- ]box) warnings? (?:for|about|on|of|says?|that|is|are)\b|\bits (?:boxed|black[- ]box) warnings?",
    re.IGNORECASE,
)


def boxed_warning(passage: Passage, about_this: Said) -> None:
    """A text that says there is a boxed warning, or none, against the facts."""
    has = passage.guide.medicine.has_boxed_warning
    if has is None:
        return
    for start, end, said in about_this:
        denied, stated = NO_BOX.search(said), HAS_BOX.search(said)
        if has and denied:
            message = "The drug facts say that there is a boxed warning. Correct the text or the facts."
            passage.error("boxed-warning-differs", start + denied.start(), start + denied.end(), message)
        elif not has and stated and not denied and not DENIED.search(said):
            message = "The drug facts say that there is no boxed warning. Correct the text or the facts."
            passage.error("boxed-warning-differs", start + stated.start(), start + stated.end(), message)


PHONE = re.compile(
    r"(?<![\d-])(?:\+?1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\d)|(?<![\d-])1-\d{3}-[A-Z\d-]{7,12}\b|(?<!\d)0800[ \d]{6,9}\b"
)


def emergency_number(passage: Passage) -> None:
    """An overdose section that tells nobody whom to call (America's Poison Centers: 1-800-222-1222)."""
    text = passage.text
    if passage.section.kind != "overdose" and not _is_about_overdose(passage):
        return
    numbers = "|".join(re.escape(number) for number in passage.guide.emergency_numbers)
    if not PHONE.search(text) and not re.search(rf"(?<![\d-])(?:{numbers})(?![\d-])", text):
        message = "This section names no number to call in an emergency. Add it, and the poison help line."
        passage.missing("no-emergency-number", message)


def _is_about_overdose(passage: Passage) -> bool:
    headings = [passage.document.said_by(block).lower() for _, block in passage.document.headings]
    return not passage.section.kind and any("overdose" in heading or "too much" in heading for heading in headings)


SAYS_NONE = re.compile(r"(?:no(?:ne)?\b|there is none|it does not|not applicable|n/a)", re.IGNORECASE)
SAYS_YES = re.compile(r"(?:yes\b|there is\b|it does\b)", re.IGNORECASE)
ABOUT_BOX = re.compile(r"\b(?:boxed|black[- ]box) warnings?\b\s*[?:]?$", re.IGNORECASE)


def answers(passage: Passage) -> None:
    """A heading, question or cell about the boxed warning, and the yes or no that answers it."""
    has, blocks = passage.guide.medicine.has_boxed_warning, passage.document.blocks
    for asked, answer in zip(blocks, blocks[1:], strict=False):
        said = passage.document.said_by(answer)
        is_asked = ABOUT_BOX.search(passage.document.said_by(asked)) and (
            asked.tag in ("td", "th", "dt") or passage.document.said_by(asked).rstrip().endswith(("?", ":"))
        )
        if is_asked and ((has and SAYS_NONE.match(said)) or (has is False and SAYS_YES.match(said))):
            message = (
                f"The drug facts say that there is {'a' if has else 'no'} boxed warning. Correct the text or the facts."
            )
            passage.error("boxed-warning-differs", answer.start, min(answer.end, answer.start + 60), message)


def labelled(passage: Passage) -> None:
    """Strengths and forms that the facts do not have, in a column, row or list that is headed so."""
    known, allowed = _known_strengths(passage.guide.medicine), _allowed_forms(passage.guide.medicine)
    for label, block in _labelled(passage):
        said = passage.document.said_by(block)
        if known and re.search(r"\bstrengths?\b[^.]{0,40}:?$", label, re.IGNORECASE):
            for found in AMOUNT.finditer(said):
                _strength(passage, known, found, block.start)
        if allowed and re.fullmatch(
            r"(?:dosage |drug )?forms?|comes as|type|how (?:it|.{1,20}) comes", label, re.IGNORECASE
        ):
            for name, words in FORMS.items():
                form = re.search(rf"\b(?:{words})\b", said, re.IGNORECASE)
                if form and name not in allowed and f"{name}-as-pill" not in allowed:
                    _form(passage, block.start + form.start(), form[0])
                    break


def _labelled(passage: Passage) -> Iterator[tuple[str, Block]]:
    """Yield (label, block) of the cells and list items that stand under or beside a label."""
    columns: dict[tuple[int, int], str] = {}
    rows: dict[tuple[int, int], str] = {}
    lead = ""
    for block in passage.document.blocks:
        said = passage.document.said_by(block)
        if block.tag in ("td", "th"):
            column = columns.setdefault((block.table, block.column), said)
            row = rows.setdefault((block.table, block.row), said)
            if block.row > 1 and column is not said:
                yield column, block
            if block.column > 1:
                yield row, block
        elif block.tag == "li":
            yield lead, block
        else:
            lead = said


def _known_strengths(medicine: Medicine) -> set[tuple[Decimal, str]]:
    try:
        return {in_one_unit(each.number, re.split("/| per ", each.unit)[0]) for each in medicine.strengths}
    except ValueError:  # such as 100-12.5, of two ingredients: nothing to hold a single amount against
        return set()


def medicine(passage: Passage) -> None:
    """Everything that the facts say and a sentence about this medicine may contradict."""
    about_this = _about_this(passage)
    for check in (strengths, forms, routes, boxed_warning):
        check(passage, about_this)


CHECKS = (medicine, answers, labelled, emergency_number)
