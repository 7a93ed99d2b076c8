"""Plain language: what makes a text hard to read for somebody who is ill and worried.

Sources: AHRQ, "Health Literacy Universal Precautions Toolkit", tool 11 (grade 6 to 8); plainlanguage.gov, "Keep it
short and simple", "Avoid jargon" and "Avoid double negatives"; WCAG 2.2, 2.4.4 (what a link says).
"""

import re

from ..content.sentences import WORD
from .passage import CELLS, Passage
from .readability import Readability, measure

MAX_SENTENCE = 30  # words
HARDEST = 9.5  # grade, both measures
MIN_WORDS = 60  # below, a grade says nothing

# A clinical word -> what to say.
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
# What follows a word, or stands before it, where it is explained.
EXPLAINED = re.compile(
    r"\s?\(|, or\b"
    r"|,? (?:also called|which (?:is|means)|that is|meaning|means|is when|is a|is the|happens when|called)\b"
    r"|[,:] (?:a|an|the|when|low|high|very|which)\b"
    r"| [–—-] "
)
EXPLAINS = re.compile(
    r"(?:\(|\bcalled (?:\w+ ){0,2}|\bknown as (?:\w+ ){0,2}|\bor (?:\w+ )?|[“\"]|\bmeans? |\bterm (?:for|is) )$"
)


def readability(passages: list[Passage]) -> Readability:
    """Measure texts of one guide together; cells of tables are no sentences."""
    texts = [
        passage.text[start:end]
        for passage in passages
        for block, start, end in passage.sentences
        if block.tag not in CELLS
    ]
    return measure(texts, frozenset().union(*(_names(passage) for passage in passages)))


def hard_text(passage: Passage) -> None:
    """A section whose grade, by both measures, is far above 8."""
    found = readability([passage])
    if found.words >= MIN_WORDS and min(found.flesch_kincaid, found.smog) > HARDEST:
        grade = round((found.flesch_kincaid + found.smog) / 2)
        read = [(start, end) for block, start, end in passage.sentences if block.tag[0] not in "ht"]
        place = (read[0][0], read[-1][1]) if read else (0, len(passage.text))
        message = (
            f"This asks for about {grade} years of school; 8 is the aim. Use shorter sentences and everyday words."
        )
        passage.warning("hard-text", *place, message)


def _names(passage: Passage) -> frozenset[str]:
    terms = {word.lower() for term in passage.guide.glossary for word in term.split()}
    return passage.guide.medicine.names | terms


def long_sentences(passage: Passage) -> None:
    """A sentence that is too long to be kept in mind."""
    for block, start, end in passage.sentences:
        count = len(WORD.findall(passage.text[start:end]))
        if count > MAX_SENTENCE and block.tag not in CELLS:
            message = f"This sentence has {count} words. Make two or three of it, or a list."
            passage.warning("long-sentence", start, end, message)


def jargon(passage: Passage) -> None:
    """A clinical word that is neither explained where it stands nor in the glossary."""
    glossary = {term.lower() for term in passage.guide.glossary}
    text, told = passage.text, set()
    for found in WORD.finditer(text):
        word = found[0].lower()
        if word not in JARGON or word in told or any(word in term.split() for term in glossary):
            continue
        told.add(word)  # from here on the reader knows it, or was warned of it
        if EXPLAINED.match(text, found.end()) or EXPLAINS.search(text[max(0, found.start() - 40) : found.start()]):
            continue
        message = f"Few readers know “{found[0]}”. Say “{JARGON[word]}”, or explain it here."
        passage.warning("jargon", found.start(), found.end(), message)


NEGATED = (
    "uncommon unusual unlikely unsafe unable unaware unnecessary unwise unreasonable unheard untreated unclear "
    "unimportant unknown unrelated infrequent infrequently impossible inadvisable ineffective insignificant "
    "inappropriate incorrect inactive irregular irrelevant uncommonly unusually rarely unless nothing never none nobody"
)
DOUBLE = re.compile(
    # A negation, and right after it a word that is one itself: not uncommon, don't fail to
    r"\b(?:not|isn['’]t|aren['’]t|wasn['’]t|never|don['’]t|doesn['’]t|cannot|can['’]t)"
    r"\s+(?:an?\s+|be\s+|at all\s+|entirely\s+|very\s+)?"
    rf"(?:{'|'.join(NEGATED.split())}|without(?= (?:risk|danger|side|problems?|reason|harm|effects?))|"
    r"fail to|forget not|avoid not|neglect to|refrain from|omit to|hesitate not|lack)\b"
    r"|\b(?:fail|forget|neglect|omit|refuse) (?:to|not to) (?:avoid|not|stop|refrain|skip|omit)\b"
    # Two of them in one clause
    r"|\b(?:never|nobody|nothing|cannot|(?:do|does|did|should|must)(?: not|n['’]t))\b[^.,;:!?\n]{1,20}"
    r"\b(?:nothing|nobody|no)\b"
    r"|\b(?:not|never|n['’]t)\b[^.,;:!?\n]{1,20}\bnot\b(?! only)"
    r"|\bno \w+ not to\b|\bavoid(?:ing)? not\b|\bunless\b[^.,;:!?\n]{1,40}\bnot\b",
    re.IGNORECASE,
)


def double_negatives(passage: Passage) -> None:
    """Two negations that the reader has to cancel."""
    for found in DOUBLE.finditer(passage.text):
        message = f"“{found[0]}” negates twice. Say what is meant without “not”."
        passage.warning("double-negative", found.start(), found.end(), message)


VAGUE = frozenset(
    (
        "here|click here|press here|tap here|check here|see here|read here|find out here|"
        "this|this page|this link|this site|this website|this article|this document|read this|it|"
        "more|read more|learn more|see more|find out more|more info|more information|info|details|more details|"
        "click|link|website|web site|page|pdf|go|continue|continue reading|view|open|visit"
    ).split("|")
)


def vague_links(passage: Passage) -> None:
    """A link whose words, read by themselves, do not say where it leads."""
    for link in passage.document.links:
        said = passage.text[link.start : link.end].strip()
        plain = " ".join(WORD.findall(said.lower()))
        if plain in VAGUE or re.match(r"https?://\S{25,}$", said):
            message = f"“{said}” does not say where the link leads. Use the name of what is there."
            passage.warning("vague-link", link.start, link.end, message)


CHECKS = (hard_text, long_sentences, jargon, double_negatives, vague_links)
