"""Names: this medicine's, spelled and capitalized right, and no other's.

Source: ISMP, "List of Confused Drug Names"; FDA, "Best Practices in Developing Proprietary Names for Drugs" (2020):
names that differ by one or two letters are confused.
"""

import re

from rapidfuzz.distance import OSA

from ..content.lexicon import lexicon
from ..content.medicines import BRANDS, CLASSES, GENERICS, is_medicine_name
from ..content.sentences import WORD
from .checked_section import CheckedSection

# Letters; too many words are similar to a shorter name.
MIN_LENGTH = 5
# Correct words that are similar to a name.
CORRECT_WORDS = frozenset(
    "singular symmetry diffusion effusion profusion confusion inflection injection inflections".split()
)
ENDINGS = frozenset(["", *"s es ed d ing ly al y ic ics ous ive e er ers a ia ae".split()])


def misspelled_names(checked: CheckedSection) -> None:
    """Find misspelled names of this medicine and glossary terms.

    A word one or two letters away from a name counts as a misspelling.
    """
    medicine = checked.guide.medicine
    own = {name.lower(): name for name in (medicine.brand, medicine.generic, *medicine.other_names) if name}
    parts = {
        _normalized(word): word
        for name in own.values()
        for word in WORD.findall(name)
        # A word such as "Children's" in a name is no name.
        if len(word) >= MIN_LENGTH and not word[0].isdigit() and _normalized(word) not in lexicon().common
    }
    terms = {
        word.lower(): word
        for term in checked.guide.glossary
        for word in re.findall(r"[^\W\d_]+", term)
        if len(word) > MIN_LENGTH and word.lower() not in parts
    }
    intended: dict[str, str | None] = {}
    for found in WORD.finditer(checked.text):
        word = _normalized(found[0])
        # A pronunciation: met-FOR-min
        is_spelled_out = "-" in word and any(letter.isupper() for letter in found[0][1:])
        is_correct = is_spelled_out or word in parts or word in terms
        if is_correct or len(word) < MIN_LENGTH - 1 or _is_in_address(checked.text, found):
            continue
        if word not in intended:
            intended[word] = _intended_name(word, parts, terms)
        if key := intended[word]:
            message = f"“{found[0]}” looks like a misspelling of “{parts.get(key) or terms[key]}”. Correct it."
            # A word with the stem of a medicine may be another one, which no list here has; hardly one letter away.
            is_certain = key in parts and (not is_medicine_name(word) or OSA.distance(word, key) == 1)
            report = checked.error if is_certain else checked.warning
            report("misspelt-name", found.start(), found.end(), message)


def _normalized(word: str) -> str:
    """Return a word lowercase, without a possessive 's."""
    return word.lower().replace("’", "'").removesuffix("'s")


def _intended_name(word: str, parts: dict[str, str], terms: dict[str, str]) -> str | None:
    """Return the name that a word misspells, None if it is a word of its own."""
    if word in CORRECT_WORDS or word in BRANDS or word in GENERICS:
        return None
    for name in parts:
        max_distance = 1 if len(name) < 7 else 2
        plurals = (f"{name}es",) if name.endswith("s") else (f"{name}s", f"{name}es")
        if word not in plurals and OSA.distance(word, name, score_cutoff=max_distance) <= max_distance:
            return name
    for term in terms:
        if len(word) >= MIN_LENGTH and OSA.distance(word, term, score_cutoff=1) <= 1 and not _is_form_of(word, term):
            return term
    return None


def _is_form_of(word: str, term: str) -> bool:
    """Return whether only the endings differ: neutropenia and neutropenic."""
    same = 0
    while same < min(len(word), len(term)) and word[same] == term[same]:
        same += 1
    return same >= 4 and word[same:] in ENDINGS and term[same:] in ENDINGS


def capitals(checked: CheckedSection) -> None:
    """Find brand names and capitalized glossary terms without their capitals."""
    medicine = checked.guide.medicine
    names = [medicine.brand] if medicine.brand.lower() != medicine.generic.lower() else []
    names += [term for term in checked.guide.glossary if any(letter.isupper() for letter in term)]
    for name in filter(None, names):
        pattern = rf"(?<![\w./@#-]){re.escape(name)}(?![\w@/-]|\.(?:com|org|net|gov))"
        for found in re.finditer(pattern, checked.text, re.IGNORECASE):
            wrong = found[0][0].islower() and name[0].isupper() if name == medicine.brand else found[0].islower()
            if wrong and found[0] != name:
                report = checked.error if name == medicine.brand else checked.warning
                report("name-capital", found.start(), found.end(), f"Capitalize the name: “{name}”.")


# One of these words is near another medicine that is named on purpose.
ON_PURPOSE = re.compile(
    r"\b(?:such as|like|including|include|includes|e\.g\.|and|or|with|other|another|instead|switch\w*|than|compared?|"
    r"both|called|also|unlike|versus|vs|from|interact\w*|same|similar|brand|brands|names?|sold as|"
    r"if you (?:take|use))\b",
    re.IGNORECASE,
)
# What precedes a name that the sentence is about.
SUBJECT = re.compile(
    r"(?:^|[.!?:;]\s+|"
    r"\b(?:take|takes|taking|took|use|using|start|stop|stopping|your|of|on|dose of|give|get|while on)\s+)$",
    re.IGNORECASE,
)
# The sentence asks readers to report what else they take.
ASKS_TO_REPORT = re.compile(
    r"\b(?:tell|ask|inform|talk (?:to|with)|let)\b.*\b(?:if|whether|about|that)\b"
    r".*\b(?:take|takes|taking|took|use|uses|using)\s+$",
    re.IGNORECASE | re.DOTALL,
)
# What precedes the name of the medicine that a guide is about.
NAMED_AS_OWN = re.compile(
    r"\b(?:first|next|last|each|every|your|missed|start|stop|take|taking|use|using|of|while on) $", re.IGNORECASE
)
# Characters around a name.
NEAR = 150


def other_brands(checked: CheckedSection) -> None:
    """Find another medicine's brand name in this one's place.

    It is left over when a guide is started as a copy of another.
    """
    medicine = checked.guide.medicine
    if not medicine.brand or checked.is_about_other_medicines:
        return
    own = medicine.names
    own_words = {word for name in own for word in name.split()[:1]}
    brands = {brand for brand, generic in BRANDS.items() if generic not in own}
    for block, start, end in checked.sentences:
        for found in WORD.finditer(checked.text, start, end):
            name = _normalized(found[0])
            if name not in brands or name in own or name in own_words or not found[0][0].isupper():
                continue
            generic = BRANDS[name]
            before = checked.text[max(start, found.start() - NEAR) : found.start()]
            after = checked.text[found.end() : min(end, found.end() + NEAR)]
            is_aside = before.rstrip().endswith(("(", "®", ",", ", or", ", and")) or after.lstrip().startswith(
                (")", "(", ",")
            )
            if is_aside or ASKS_TO_REPORT.search(before) or generic.split()[0] in f"{before} {after}".lower():
                continue
            message = f"“{found[0]}” is another medicine's name. Did you mean “{medicine.brand}”?"
            # A sentence about both, such as "Humulin and Humalog are not the same", may be right.
            names_own = any(re.search(rf"\b{re.escape(word)}\b", checked.lowered[start:end]) for word in own_words)
            if names_own:
                checked.warning("other-brand", found.start(), found.end(), message)
            elif SUBJECT.search(before) or not ON_PURPOSE.search(before + " " + after):
                checked.error("other-brand", found.start(), found.end(), message)
            elif block.tag != "li":
                checked.warning("other-brand", found.start(), found.end(), message)


def _is_in_address(text: str, found: re.Match[str]) -> bool:
    """Return whether a word touches a sign that only addresses have."""
    return text[found.end() : found.end() + 1] in ("@", "/") or text[max(0, found.start() - 1) : found.start()] in (
        "/",
        "@",
        ".",
    )


def rarer_brands(checked: CheckedSection) -> None:
    """Find the name of a rarer medicine where the sentence is about this one: a word with a capital inside it."""
    medicine = checked.guide.medicine
    if not medicine.brand or checked.is_about_other_medicines:
        return
    for _, start, end in checked.sentences:
        for found in WORD.finditer(checked.text, start + 1, end):
            name = _normalized(found[0])
            if name in medicine.names or name in BRANDS or not found[0].istitle() or not _is_rarer_brand(name):
                continue
            around = checked.text[max(start, found.start() - NEAR) : min(end, found.end() + NEAR)]
            if NAMED_AS_OWN.search(checked.text[start : found.start()]) and not ON_PURPOSE.search(around):
                message = f"“{found[0]}” is another medicine's name. Did you mean “{medicine.brand}”?"
                checked.warning("other-brand", found.start(), found.end(), message)


# A sentence about what a medicine is or does, and words by which it is about two.
DESCRIBES = re.compile(
    r" (?:is|works?|lowers|helps|treats|contains|belongs|relaxes|reduces|blocks|comes|prevents|relieves|kills|slows)\b"
    r"(?! (?:also|another|like|not|in|a drug that can|given with|used with|combined|taken with|sometimes|"
    r"removed|called))"
)
OWN_NOUNS = re.compile(
    r"\b(?:this medicine|your medicine|with it|the effects? of|levels?|other|both|together|example)\b", re.IGNORECASE
)


def sentences_of_others(checked: CheckedSection) -> None:
    """Find a sentence that says what another medicine is or does, as if the guide were its."""
    own = {part for name in checked.guide.medicine.names for part in (name, *name.split())}
    if not own or checked.is_about_other_medicines:
        return
    for block, start, end in checked.sentences:
        found = WORD.match(checked.text, start, end)
        if found is None or block.tag != "p" or not DESCRIBES.match(checked.text, found.end()):
            continue
        name, said = _normalized(found[0]), checked.lowered[start:end]
        is_other = (name in BRANDS or name in GENERICS) and name not in CLASSES and BRANDS.get(name) not in own
        is_mixed = OWN_NOUNS.search(said) or any(part in said for part in own)
        # A text that names it elsewhere may explain it.
        if is_other and name not in own and not is_mixed and checked.lowered.count(name) == 1:
            message = f"This sentence is about another medicine, “{found[0]}”. Delete it, if it is left over."
            checked.warning("other-medicine", start, end, message)


def _is_rarer_brand(name: str) -> bool:
    words = lexicon()
    is_name = name in words.medicines or name in words.other_medicines
    return is_name and name not in GENERICS and not is_medicine_name(name)


CHECKS = (misspelled_names, capitals, other_brands, rarer_brands, sentences_of_others)
