"""Words that never follow each other: the rest of an edit that replaced one by the other.

Source: Quirk and others, "A Comprehensive Grammar of the English Language" (1985), 5.10 (a noun has one determiner) and
3.21 (a verb phrase has one modal verb).
"""

import re

from .checked_section import CheckedSection

DETERMINERS = "the a an your their its our my his every".split()
FORMS_OF_BE = "is are was were do does did".split()
MODALS = "can could may might must shall should will would".split()
CLASHES = re.compile(
    # two determiners: the your
    rf"\b(?:(?:{'|'.join(DETERMINERS)}) (?:the|a|an|your|their|its|our|my|his)"
    # two modal verbs: should must; may can
    rf"|(?:{'|'.join(MODALS)}) (?:not )?(?:{'|'.join(MODALS)}|is|are|was|were|has|had|does|do not not|been)"
    # two forms of to be: is are
    r"|(?:is|are|was|were) (?:is|are|was|were|has|have|be|can|may|will|should|must|do|does)"
    # two prepositions: to of
    r"|(?:to|of|with|from|for|into|at|in|on|by) (?:of|with of|to of)"
    r"|(?:of|into|with|from) (?:to|for|at)(?= (?:your|the|a))"
    # negations and auxiliaries: do not don't, does is
    r"|(?:do|does|did) (?:is|are|was|were|can|may|will|should|must)|(?:do|does|is|are) (?:don['’]t|doesn['’]t|isn['’]t)"
    r"|(?:be|been) (?:have|has|do|does|can|may|will|must|should)"
    r"|not (?:don['’]t|doesn['’]t|cannot|can['’]t)|and or(?! and)|or and|but and|if if|to be be"
    r"|more (?:better|worse)|very more"
    r"|can (?:to|able)|must to|should to|may to|have to (?:to|must)|able (?:take|use|stop))(?![\w'’/-])"
)
# A name or letter, and no word: vitamin A the, "the A group"; what is, is; what you can may differ.
QUESTION = re.compile(
    r"\b(?:what|who|whom|which|that|where|when|how|why|whether|there|here|it|this|all|those|these|as|than|if|you|they|"
    r"one|ones|once|[a-z]+ing)(?: \w+){0,4} $",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:what|who|whom|which|whatever|where|when|how|all|as)\b[^.]{0,40}$", re.IGNORECASE)
NAMES_FIRST = re.compile(r"[\"“'‘(]$")
# Words written with a vowel letter and spoken with a consonant, and the reverse.
SPOKEN_CONSONANT = re.compile(
    r"(?:uni|use|usu|uti|uro|eu|one\b|once|ur[aeio]|u-|ub|ewe|u\b|uv|us\b|u\.s)", re.IGNORECASE
)
SPOKEN_VOWEL = re.compile(r"(?:hour|honest|honor|heir|herb|[FHLMNRSX](?:[A-Z0-9]|-|\b)|8|11\b|18\b|x-ray)")
ARTICLE = re.compile(r"(?<![\w.'’-])(?P<article>[Aa]n?) (?P<word>[A-Za-z0-9][\w-]{0,30})")
REACH = 60
AMOUNT_UNIT = r"(?:mg|mcg|mL|units|tablets|capsules)"
DOUBLED_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?P<n>\d{{1,5}}) (?P=n)(?= (?:{AMOUNT_UNIT}|times|hours|days|weeks)\b)"
    rf"|\d (?P<u>mg|mcg|mL|units) (?!(?P=u))(?:mg|mcg|mL|units)(?![\w/])"
)


def word_clashes(checked: CheckedSection) -> None:
    """Find two words of which one must go: the your, should must, is are."""
    for found in CLASHES.finditer(checked.lowered):
        written = checked.text[found.start() : found.end()]
        first, second = written.split(" ")[0], written.split(" ")[-1]
        before = checked.text[max(0, found.start() - REACH) : found.start()].rpartition("\n")[2]
        # A capital begins a name, a title or a sentence; a repeated word is `repetition`'s.
        if first.lower() == second.lower() or not second.islower() or first == "May" or NAMES_FIRST.search(before):
            continue
        # Two prepositions, or a preposition before a noun, may end a relative clause: the people you live with for the
        is_verb = first.lower() in (*MODALS, *FORMS_OF_BE) or second == "of"
        is_certain = not (RELATIVE if is_verb else QUESTION).search(before) and first != "A"
        report = checked.error if is_certain else checked.warning
        message = f"“{written}” can't be right. Delete the wrong word, or restore what is missing."
        if is_certain or first.lower() in DETERMINERS:
            report("word-clash", found.start(), found.end(), message)


def doubled_amounts(checked: CheckedSection) -> None:
    """Find 5 5 mg and 5 mg mL, where an amount was replaced and not deleted."""
    for found in DOUBLED_AMOUNT.finditer(checked.text):
        message = f"“{found[0]}” has a number or a unit too many. Delete one."
        checked.error("word-clash", found.start(), found.end(), message)


def articles(checked: CheckedSection) -> None:
    """Find "an" before a consonant and "a" before a vowel, where a noun was replaced."""
    for found in ARTICLE.finditer(checked.text):
        word = found["word"]
        is_vowel = (word[0] in "aeiou" and not SPOKEN_CONSONANT.match(word)) or bool(SPOKEN_VOWEL.match(word))
        is_plain = word.islower() and word.isalpha() and len(word) > 2
        if not is_plain or is_vowel == (found["article"].lower() == "an"):
            continue
        right = "an" if is_vowel else "a"
        message = f"Write “{right} {word}”, or restore the word that was here."
        checked.warning("word-clash", found.start(), found.end(), message)


CHECKS = (word_clashes, doubled_amounts, articles)
