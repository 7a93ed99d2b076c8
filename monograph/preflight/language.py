"""Plain language: what makes a text hard to read for someone ill and worried.

Sources: AHRQ, "Health Literacy Universal Precautions Toolkit", tool 11 (grade 6 to 8); plainlanguage.gov, "Keep it
short and simple", "Avoid jargon" and "Avoid double negatives"; WCAG 2.2, 2.4.4 (what a link says).
"""

import re

from ..content.sentences import WORD
from .checked_section import CELLS, CheckedSection
from .readability import Readability, measure

MAX_SENTENCE_WORDS = 30
# By both measures.
MAX_GRADE = 9.5
# A grade of fewer words is meaningless.
MIN_GRADED_WORDS = 60

# A clinical word -> a plain one.
JARGON = {
    "contraindicated": "must not be used", "contraindication": "reason not to use it", "hepatic": "liver",
    "renal": "kidney", "cardiac": "heart", "pulmonary": "lung", "dyspnea": "trouble breathing", "pyrexia": "fever",
    "hypertension": "high blood pressure", "hypotension": "low blood pressure", "tachycardia": "fast heartbeat",
    "bradycardia": "slow heartbeat", "edema": "swelling", "oedema": "swelling", "pruritus": "itching",
    "urticaria": "hives", "erythema": "redness", "emesis": "vomiting", "myalgia": "muscle pain",
    "arthralgia": "joint pain", "cephalalgia": "headache", "syncope": "fainting", "somnolence": "sleepiness",
    "asthenia": "weakness", "malaise": "feeling unwell", "anorexia": "loss of appetite", "dyspepsia": "indigestion",
    "xerostomia": "dry mouth", "alopecia": "hair loss", "epistaxis": "nosebleed", "hematuria": "blood in the urine",
    "dysuria": "pain when passing urine", "oliguria": "passing little urine", "polyuria": "passing much urine",
    "hemorrhage": "bleeding", "haemorrhage": "bleeding", "thrombosis": "blood clot", "embolism": "blocked blood vessel",
    "myocardial": "of the heart muscle", "infarction": "death of tissue, such as a heart attack",
    "sepsis": "a dangerous infection of the blood", "hypoglycemia": "low blood sugar",
    "hyperglycemia": "high blood sugar", "hyperkalemia": "high potassium", "hypokalemia": "low potassium",
    "hyponatremia": "low sodium", "hyperlipidemia": "high cholesterol", "thrombocytopenia": "low platelets",
    "leukopenia": "low white blood cells", "neutropenia": "low white blood cells",
    "pancytopenia": "low blood cells of all kinds", "hepatotoxicity": "liver damage", "nephrotoxicity": "kidney damage",
    "neurotoxicity": "nerve damage", "ototoxicity": "hearing damage", "cardiomyopathy": "heart muscle disease",
    "arrhythmia": "uneven heartbeat", "angioedema": "deep swelling", "anaphylaxis": "a severe allergic reaction",
    "bronchospasm": "tight airways", "paresthesia": "tingling", "neuropathy": "nerve damage",
    "encephalopathy": "a disease of the brain", "ataxia": "loss of balance", "dysphagia": "trouble swallowing",
    "dysphonia": "hoarseness", "diplopia": "double vision", "mydriasis": "wide pupils", "prophylaxis": "prevention",
    "prophylactic": "preventive", "adjunctive": "added", "concomitant": "at the same time",
    "concomitantly": "at the same time", "concurrent": "at the same time", "titrate": "change step by step",
    "titration": "change step by step", "bioavailability": "how much is taken up",
    "pharmacokinetics": "how the body handles it", "pharmacokinetic": "of how the body handles it",
    "metabolite": "what the body makes of it", "metabolized": "broken down", "parenteral": "by injection",
    "subcutaneous": "under the skin", "subcutaneously": "under the skin", "intramuscular": "into a muscle",
    "sublingual": "under the tongue", "topical": "on the skin", "ophthalmic": "for the eye", "otic": "for the ear",
    "intrathecal": "into the fluid around the spine", "idiopathic": "of unknown cause", "etiology": "cause",
    "comorbidity": "other illness", "comorbidities": "other illnesses", "sequelae": "later effects",
    "exacerbation": "flare-up", "exacerbate": "make worse", "ameliorate": "make better",
    "efficacy": "how well it works", "refractory": "not helped by treatment", "geriatric": "older",
    "pediatric": "children's", "neonate": "newborn", "neonatal": "newborn", "gestational": "of pregnancy",
    "teratogenic": "harmful to an unborn baby", "lactation": "breastfeeding", "gravid": "pregnant",
    "postprandial": "after a meal", "nocturnal": "at night", "diaphoresis": "sweating", "rhinorrhea": "runny nose",
    "pharyngitis": "sore throat", "hyperhidrosis": "sweating",
    "immunocompromised": "with weak defenses against infection", "immunosuppression": "weak defenses against infection",
    "cytopenia": "low blood cells", "dyskinesia": "movements you can't control", "akathisia": "restlessness",
    "orthostatic": "on standing up", "peripheral": "of the arms and legs", "ischemia": "too little blood",
    "ischemic": "from too little blood", "necrosis": "death of tissue", "hyperplasia": "overgrowth", "lesion": "sore",
    "lesions": "sores", "mucositis": "sore mouth", "stomatitis": "sore mouth", "febrile": "with fever",
    "afebrile": "without fever", "palpitations": "a pounding heart", "vertigo": "spinning dizziness",
    "tinnitus": "ringing in the ears", "jaundice": "yellow skin or eyes", "cholestasis": "blocked bile",
    "ascites": "fluid in the belly", "hepatitis": "liver inflammation", "nephropathy": "kidney disease",
    "retinopathy": "eye disease", "adverse": "harmful", "etiologies": "causes", "impairment": "problems",
    "insufficiency": "that does not work well", "administered": "given", "administer": "give",
    "monotherapy": "treatment on its own", "discontinue": "stop", "discontinuation": "stopping", "initiate": "start",
    "initiation": "start",
}  # fmt: skip
# What follows a word, or precedes it, where it is explained.
EXPLAINED_AFTER = re.compile(
    r"\s?\(|, or\b"
    r"|,? (?:also called|which (?:is|means)|that is|meaning|means|is when|is a|is the|happens when|called)\b"
    r"|[,:] (?:a|an|the|when|low|high|very|which)\b"
    r"| [–—-] "
)
# The rest of a name, whose words nobody can replace: hepatitis B, juvenile idiopathic arthritis.
NAMED = re.compile(r" (?:[A-E]\b|virus\b|(?:arthritis|purpura|syndrome|fibrosis)\b)")
EXPLAINED_BEFORE = re.compile(
    r"(?:\(|\bcalled (?:\w+ ){0,2}|\bknown as (?:\w+ ){0,2}|\bor (?:\w+ )?|[“\"]|\bmeans? |\bterm (?:for|is) )$"
)


def readability(checked_sections: list[CheckedSection]) -> Readability:
    """Measure texts of one guide together; table cells are no sentences."""
    texts = [
        checked.text[start:end]
        for checked in checked_sections
        for block, start, end in checked.sentences
        if block.tag not in CELLS
    ]
    return measure(texts, frozenset().union(*(_names(checked) for checked in checked_sections)))


def hard_text(checked: CheckedSection) -> None:
    """Find a section whose grade, by both measures, is far above 8."""
    found = readability([checked])
    if found.words >= MIN_GRADED_WORDS and min(found.flesch_kincaid, found.smog) > MAX_GRADE:
        grade = round((found.flesch_kincaid + found.smog) / 2)
        prose = [(start, end) for block, start, end in checked.sentences if block.tag[0] not in "ht"]
        span = (prose[0][0], prose[-1][1]) if prose else (0, len(checked.text))
        message = f"This reads at about grade {grade}; aim for grade 8. Use shorter sentences and everyday words."
        checked.warning("hard-text", *span, message)


def _names(checked: CheckedSection) -> frozenset[str]:
    terms = {word.lower() for term in checked.guide.glossary for word in term.split()}
    return checked.guide.medicine.names | terms


def long_sentences(checked: CheckedSection) -> None:
    """Find sentences that are too long to follow."""
    seen: set[str] = set()
    for block, start, end in checked.sentences:
        if (sentence := checked.text[start:end]) in seen:
            continue
        seen.add(sentence)
        count = len(WORD.findall(sentence))
        if count > MAX_SENTENCE_WORDS and block.tag not in CELLS:
            message = f"This sentence has {count} words. Split it, or make it a list."
            checked.warning("long-sentence", start, end, message)


def jargon(checked: CheckedSection) -> None:
    """Find clinical words that neither the text nor the glossary explains."""
    glossary = {term.lower() for term in checked.guide.glossary}
    text, seen = checked.text, set()
    for found in WORD.finditer(text):
        word = found[0].lower()
        if word not in JARGON or word in seen or any(word in term.split() for term in glossary):
            continue
        # Only the first use needs an explanation.
        seen.add(word)
        before = text[max(0, found.start() - 40) : found.start()]
        if (
            EXPLAINED_AFTER.match(text, found.end())
            or NAMED.match(text, found.end())
            or EXPLAINED_BEFORE.search(before)
        ):
            continue
        message = f"Few readers know “{found[0]}”. Write “{JARGON[word]}”, or explain it here."
        checked.warning("jargon", found.start(), found.end(), message)


NEGATED = (
    "uncommon unusual unlikely unsafe unable unaware unnecessary unwise unreasonable unheard untreated unclear "
    "unimportant unknown unrelated infrequent infrequently impossible inadvisable ineffective insignificant "
    "inappropriate incorrect inactive irregular irrelevant uncommonly unusually rarely unless nothing never none nobody"
)
DOUBLE = re.compile(
    # A negation directly before a negative word: not uncommon, don't fail to
    r"\b(?:not|isn['’]t|aren['’]t|wasn['’]t|never|don['’]t|doesn['’]t|cannot|can['’]t)"
    r"\s+(?:an?\s+|be\s+|at all\s+|entirely\s+|very\s+)?"
    rf"(?:{'|'.join(NEGATED.split())}|without(?= (?:risk|danger|side|problems?|reason|harm|effects?))|"
    r"fail to|forget not|avoid not|neglect to|refrain from|omit to|hesitate not|lack)\b"
    r"|\b(?:fail|forget|neglect|omit|refuse) (?:to|not to) (?:avoid|not|stop|refrain|skip|omit)\b"
    # Two negations in one clause
    r"|\b(?:never|nobody|nothing|cannot|(?:do|does|did|should|must)(?: not|n['’]t))\b[^.,;:!?\n]{1,20}"
    r"\b(?:nothing|nobody|no)\b"
    r"|\b(?:not|never|n['’]t)\b[^.,;:!?\n]{1,20}\bnot\b(?! only)"
    r"|\bno \w+ not to\b|\bavoid(?:ing)? not\b|\bunless\b[^.,;:!?\n]{1,40}\bnot\b",
    re.IGNORECASE,
)


def double_negatives(checked: CheckedSection) -> None:
    """Find two negations that the reader has to cancel."""
    for found in DOUBLE.finditer(checked.text):
        message = f"“{found[0]}” is a double negative. Say it without “not”."
        checked.warning("double-negative", found.start(), found.end(), message)


VAGUE = frozenset(
    (
        "here|click here|press here|tap here|check here|see here|read here|find out here|"
        "this|this page|this link|this site|this website|this article|this document|read this|it|"
        "more|read more|learn more|see more|find out more|more info|more information|info|details|more details|"
        "click|link|website|web site|page|pdf|go|continue|continue reading|view|open|visit"
    ).split("|")
)


def vague_links(checked: CheckedSection) -> None:
    """Find links whose words alone do not say where they lead."""
    for link in checked.document.links:
        words = checked.text[link.start : link.end].strip()
        plain = " ".join(WORD.findall(words.lower()))
        if plain in VAGUE or re.match(r"https?://\S{25,}$", words):
            message = f"“{words}” does not say where the link leads. Use the name of the target."
            checked.warning("vague-link", link.start, link.end, message)


CHECKS = (hard_text, long_sentences, jargon, double_negatives, vague_links)
