"""Names: this medicine's, spelt and capitalised right, and nobody else's in its place.

Source: ISMP, "List of Confused Drug Names"; FDA, "Best Practices in Developing Proprietary Names for Drugs" (2020):
names one or two letters apart are taken for each other.
"""

import re

from rapidfuzz.distance import OSA

from ..content.medicines import BRANDS, GENERICS
from ..content.sentences import WORD
from .passage import INTERACTIONS, Passage

MIN_LENGTH = 5  # letters; shorter names have too many neighbours
# Words that are near a name and right by themselves.
RIGHT = frozenset("singular symmetry diffusion effusion profusion confusion inflection injection inflections".split())
ENDINGS = frozenset(["", *"s es ed d ing ly al y ic ics ous ive e er ers a ia ae".split()])


def misspelt_names(passage: Passage) -> None:
    """A word one or two letters away from a name of this medicine or from a term of the glossary."""
    medicine = passage.guide.medicine
    own = {name.lower(): name for name in (medicine.brand, medicine.generic, *medicine.other_names) if name}
    parts = {
        word.lower(): word
        for name in own.values()
        for word in WORD.findall(name)
        if len(word) >= MIN_LENGTH and not word[0].isdigit()
    }
    terms = {
        word.lower(): word
        for term in passage.guide.glossary
        for word in re.findall(r"[^\W\d_]+", term)
        if len(word) > MIN_LENGTH and word.lower() not in parts
    }
    judged: dict[str, str | None] = {}
    for found in WORD.finditer(passage.text):
        word = _plain(found[0])
        is_spelt_out = "-" in word and any(letter.isupper() for letter in found[0][1:])  # met-FOR-min
        is_right = is_spelt_out or word in parts or word in terms
        if is_right or len(word) < MIN_LENGTH - 1 or _is_address(passage.text, found):
            continue
        if word not in judged:
            judged[word] = _meant(word, parts, terms)
        if meant := judged[word]:
            name = parts.get(meant) or terms[meant]
            message = f"“{found[0]}” looks like “{name}” misspelt. Correct it."
            report = passage.error if meant in parts else passage.warning
            report("misspelt-name", found.start(), found.end(), message)


def _plain(word: str) -> str:
    """Return a word in small letters, without the 's of a genitive."""
    return word.lower().replace("’", "'").removesuffix("'s")


def _meant(word: str, parts: dict[str, str], terms: dict[str, str]) -> str | None:
    """Return the name that a word is a slip for, None where it is a word of its own."""
    if word in RIGHT or word in BRANDS or word in GENERICS:
        return None
    for name in parts:
        far = 1 if len(name) < 7 else 2
        plurals = (f"{name}es",) if name.endswith("s") else (f"{name}s", f"{name}es")
        if word not in plurals and OSA.distance(word, name, score_cutoff=far) <= far:
            return name
    for term in terms:
        if len(word) >= MIN_LENGTH and OSA.distance(word, term, score_cutoff=1) <= 1 and not _is_form_of(word, term):
            return term
    return None


def _is_form_of(word: str, term: str) -> bool:
    """Say whether two words differ in their ending alone: infusion and infusions, neutropenia and neutropenic."""
    same = 0
    while same < min(len(word), len(term)) and word[same] == term[same]:
        same += 1
    return same >= 4 and word[same:] in ENDINGS and term[same:] in ENDINGS


def capitals(passage: Passage) -> None:
    """A brand name, or a glossary term that is written in capitals, without them."""
    medicine = passage.guide.medicine
    names = [medicine.brand] if medicine.brand.lower() != medicine.generic.lower() else []
    names += [term for term in passage.guide.glossary if any(letter.isupper() for letter in term)]
    for name in filter(None, names):
        pattern = rf"(?<![\w./@#-]){re.escape(name)}(?![\w@/-]|\.(?:com|org|net|gov))"
        for found in re.finditer(pattern, passage.text, re.IGNORECASE):
            wrong = found[0][0].islower() and name[0].isupper() if name == medicine.brand else found[0].islower()
            if wrong and found[0] != name:
                report = passage.error if name == medicine.brand else passage.warning
                report("name-capital", found.start(), found.end(), f"Write “{name}”, as the name is written.")


# Where another medicine is named on purpose, some such word stands near it.
BESIDE = re.compile(
    r"\b(?:such as|like|including|include|includes|e\.g\.|and|or|with|other|another|instead|switch\w*|than|compared?|"
    r"both|called|also|unlike|versus|vs|from|interact\w*|same|similar|brand|brands|names?|sold as|"
    r"if you (?:take|use))\b",
    re.IGNORECASE,
)
# What stands before a name that the sentence is about.
SUBJECT = re.compile(
    r"(?:^|[.!?:;]\s+|"
    r"\b(?:take|takes|taking|took|use|using|start|stop|stopping|your|of|on|dose of|give|get|while on)\s+)$",
    re.IGNORECASE,
)
NEAR = 150  # characters


def other_brands(passage: Passage) -> None:
    """Another medicine's brand name where this one's should stand, as when a guide was begun from a copy."""
    medicine = passage.guide.medicine
    if not medicine.brand or passage.section.kind == INTERACTIONS:
        return
    own = medicine.names
    brands = {brand.lower() for brand in passage.guide.other_brands} | {
        brand for brand, generic in BRANDS.items() if generic.lower() not in own
    }
    for block, start, end in passage.sentences:
        for found in WORD.finditer(passage.text, start, end):
            name = _plain(found[0])
            if name not in brands or name in own or not found[0][0].isupper():
                continue
            generic = BRANDS.get(name, "")
            if generic in own and generic in medicine.generic.lower().split():
                continue
            before = passage.text[max(start, found.start() - NEAR) : found.start()]
            after = passage.text[found.end() : min(end, found.end() + NEAR)]
            is_aside = before.rstrip().endswith(("(", "®", ",")) or after.lstrip().startswith((")", "(", ","))
            if is_aside or (generic and generic.split()[0] in f"{before} {after}".lower()):
                continue
            message = f"“{found[0]}” is another medicine's name. Should “{medicine.brand}” stand here?"
            if SUBJECT.search(before) or not BESIDE.search(before + " " + after):
                passage.error("other-brand", found.start(), found.end(), message)
            elif block.tag != "li":
                passage.warning("other-brand", found.start(), found.end(), message)


def _is_address(text: str, found: re.Match[str]) -> bool:
    """Say whether a word touches a sign that only addresses have."""
    return text[found.end() : found.end() + 1] in ("@", "/") or text[max(0, found.start() - 1) : found.start()] in (
        "/",
        "@",
        ".",
    )


CHECKS = (misspelt_names, capitals, other_brands)
