"""The words of clinical statements, by kind, and the values that they express.

Phrases of one value mean the same to a patient: replacing one with another is no clinical change. Everything is
lowercase; ";" separates phrases.
"""

# Words -> kind and value.
Phrases = dict[tuple[str, ...], tuple[str, str]]

LIMIT = {
    "at most": "at most;up to;no more than;not more than;maximum;maximum of;a maximum of;max;or less;or fewer;"
    "no greater than;not exceed;not to exceed;never exceed;no longer than;not longer than;or younger;and younger;"
    "as many as;as much as;not over;not above;no higher than;or lower;or below;the limit is;limited to;highest;largest;"
    "the most;≤;and under;or under",
    "at least": "at least;no less than;not less than;no fewer than;not fewer than;minimum;minimum of;a minimum of;"
    "min;or more;and more;or older;and older;or higher;and over;or over;and above;or above;no sooner than;or longer;"
    "lowest;smallest;≥;and up",
    "less than": "less than;fewer than;lower than;younger than;smaller than;shorter than;<",
    "more than": "more than;greater than;higher than;older than;larger than;longer than;exceed;exceeds;exceeding;>",
}
# Only before a number: "over 50 kg", but not "over the counter" or "under the skin".
LIMIT_BEFORE_NUMBER = {"under": "less than", "below": "less than", "over": "more than", "above": "more than"}
# What is done over a time takes that time.
INFUSING = frozenset("infusion infusions infuse infused inject injected injection drip vein given give".split())

TIME = {
    "with food": "with food;with a meal;with meals;with your meal;with your meals;with some food",
    "on an empty stomach": "on an empty stomach;empty stomach;without food;without eating",
    "with or without food": "with or without food;with or without meals;with or without a meal;"
    "with food or without;with food or without it;with food or without food",
    "morning": "morning;mornings",
    "noon": "noon;midday;lunchtime",
    "afternoon": "afternoon;afternoons",
    "evening": "evening;evenings",
    "night": "night;nights;tonight;overnight;nighttime",
    "bedtime": "bedtime;before bed;before you go to bed;going to bed;before sleep",
    "breakfast": "breakfast",
    "lunch": "lunch",
    "dinner": "dinner;supper",
    "meal": "meal;meals;mealtime;mealtimes",
    "right away": "right away;immediately;at once;straight away;as soon as possible;as soon as you can;promptly;"
    "without delay",
    "today": "today",
    "tomorrow": "tomorrow",
    "yesterday": "yesterday",
    **{day: f"{day};{day}s" for day in "monday tuesday wednesday thursday friday saturday sunday".split()},
}
# These matter where one replaces another; alone they come and go with a rewording.
RELATION = {
    "before": "before;prior to;ahead of;earlier than",
    "after": "after;following;afterwards;later than",
    "during": "during;while;throughout",
    "until": "until;till",
    "within": "within",
    "since": "since",
}

FREQUENCY = {
    "always": "always;every time;each time;at all times",
    "very common": "very common;very commonly;very often;very frequently",
    "common": "common;commonly;often;frequent;frequently;most common;the most common;more often",
    "sometimes": "sometimes;occasionally;occasional;at times;now and then;from time to time",
    "uncommon": "uncommon;uncommonly;infrequent;infrequently;less common;less often;not common;not often",
    "rare": "rare;rarely;seldom;hardly ever;not often seen",
    "very rare": "very rare;very rarely;extremely rare",
    "as needed": "as needed;when needed;if needed;when you need it;if you need it;as required;as necessary;"
    "only when needed",
    "regularly": "regularly;on a regular basis",
    "every other day": "every other day;every second day;on alternate days;every 2 days",
}
# Before a time of day they make it a frequency.
REPEATED = frozenset(("every", "each"))

NEGATION = {
    "not": "not;never;no;none;cannot;can't;don't;doesn't;didn't;isn't;aren't;wasn't;weren't;won't;wouldn't;shouldn't;"
    "mustn't;couldn't;hasn't;haven't;hadn't;needn't;without;neither;nor;avoid;avoids;avoided;avoiding;nothing;nobody;"
    "no one;unable;lack;lacks;refrain",
}

OBLIGATION = {
    "must": "must;have to;has to;need to;needs to;required to;is required;are required;obliged to;it is essential;"
    "essential to",
    "should": "should;ought to;advised to;recommended;is recommended;are recommended;supposed to;it is best to",
    "may": "may;can;could;might;allowed to;able to;free to;permitted to;optional",
}

# What readers are offered: "you can report it" asks no more than "report it".
OFFERED = frozenset("report call ask read find visit get learn talk contact see go".split())
# Permitted in a certain way or place; that it is done is said elsewhere.
GIVEN = frozenset("inject inhale apply insert store keep".split())
CHOOSING = frozenset("or any anywhere anytime either whichever".split())
MORE = frozenset("another second extra more again additional if when".split())

SEVERITY = {
    "mild": "mild;mildly;minor;slight;slightly;a little;a bit",
    "moderate": "moderate;moderately",
    "serious": "serious;seriously;grave;severe;severely;very bad;extreme;extremely bad;intense;dangerous",
    "life-threatening": "life-threatening;life threatening;threaten your life;threatens life;be life-threatening",
    "fatal": "fatal;fatally;deadly;lethal;cause death;lead to death;result in death;can kill;may kill;die from;death",
}

ROUTE = {
    "by mouth": "by mouth;orally;oral;swallow;swallowed;per os;through the mouth;into the mouth;in the mouth",
    "into a vein": "intravenous;intravenously;iv;infusion;infused;infusions",
    "under the skin": "subcutaneous;subcutaneously;sc;subq",
    "into a muscle": "intramuscular;intramuscularly;im",
    "on the skin": "topical;topically;transdermal",
    "under the tongue": "sublingual;sublingually",
    "in the nose": "nasal;nasally;intranasal;nose spray;nose drops;nostril;nostrils",
    "in the rectum": "rectal;rectally",
    "in the vagina": "vaginal;vaginally",
    "inhaled": "inhale;inhaled;inhaling;inhalation;breathe in;breathed in;into the lungs",
    "in the eye": "eye drop;eye drops;eye ointment;ophthalmic",
    "in the ear": "ear drop;ear drops",
    "injection": "inject;injected;injection;injections;injects;injecting",
}
# With one of these a medicine is taken by mouth, whether or not a sentence says so.
SWALLOWED = frozenset(
    "take takes taken taking swallow swallowing mouth tablet tablets capsule capsules pill pills syrup oral".split()
)
# A part of the body after a preposition and perhaps other words: "into one of your veins", "to the affected skin".
PLACE_WORDS = frozenset("in into on onto to under beneath through by via inside over".split())
BETWEEN = frozenset("the a an your each one both of either this affected sore clean dry upper outer top thigh".split())
PLACES = {
    **dict.fromkeys(("mouth",), "by mouth"),
    **dict.fromkeys(("vein", "veins", "bloodstream"), "into a vein"),
    **dict.fromkeys(("muscle", "muscles"), "into a muscle"),
    **dict.fromkeys(("eye", "eyes", "eyelid"), "in the eye"),
    **dict.fromkeys(("ear", "ears"), "in the ear"),
    **dict.fromkeys(("nose", "nostril", "nostrils"), "in the nose"),
    **dict.fromkeys(("tongue",), "under the tongue"),
    **dict.fromkeys(("rectum", "bottom"), "in the rectum"),
    **dict.fromkeys(("vagina",), "in the vagina"),
    **dict.fromkeys(("scalp",), "on the scalp"),
    **dict.fromkeys(("spine",), "into the spine"),
    **dict.fromkeys(("joint", "joints"), "into a joint"),
    **dict.fromkeys(("bladder",), "into the bladder"),
    **dict.fromkeys(("cheek",), "in the cheek"),
}

POPULATION = {
    "adults": "adult;adults;grown-ups",
    "children": "child;children;kid;kids;pediatric;boys;girls",
    "infants": "infant;infants;baby;babies;newborn;newborns;toddler;toddlers",
    "teenagers": "teen;teens;teenager;teenagers;adolescent;adolescents",
    "older adults": "older adults;older adult;older people;older person;elderly;seniors;senior;older patients;the aged",
    "may become pregnant": "women of childbearing age;of childbearing potential;could become pregnant;"
    "could get pregnant;can become pregnant;can get pregnant;able to become pregnant;able to get pregnant",
    "pregnant": "pregnant;pregnancy;pregnancies;expecting a baby",
    "breastfeeding": "breastfeeding;breastfeed;breast-feeding;breast-feed;breastfeeds;nursing mothers;nursing a baby;"
    "lactating;breast feeding;breast feed;nursing",
    "women": "women;woman;female;females",
    "men": "men;man;male;males",
    "smokers": "smoker;smokers;people who smoke",
}
ORGANS = {
    **{name: name for name in "kidney liver heart lung thyroid bowel stomach eye skin blood brain nerve bone".split()},
    **dict.fromkeys(("kidneys", "renal"), "kidney"),
    **dict.fromkeys(("hepatic",), "liver"),
    **dict.fromkeys(("cardiac",), "heart"),
    **dict.fromkeys(("lungs", "pulmonary"), "lung"),
}
ILLNESS = frozenset(
    "disease diseases problem problems failure damage impairment disorder disorders trouble condition "
    "conditions".split()
)
CONDITIONS = frozenset(
    "asthma diabetes epilepsy seizures glaucoma hypertension copd cancer hiv depression gout psoriasis arthritis "
    "lupus anemia migraine migraines eczema hepatitis pneumonia tuberculosis leukemia lymphoma schizophrenia "
    "dementia osteoporosis angina stroke ulcers hemophilia porphyria phenylketonuria".split()
)
PEOPLE = frozenset(
    "people patients patient person persons adults children women men those anyone everyone someone".split()
)
HAVING = {("with",), ("who", "have"), ("who", "has"), ("that", "have"), ("having",), ("living", "with"), ("who", "had")}

# Not named like medicines, but taken or avoided like them.
SUPPLEMENTS = frozenset(
    "vitamin a;vitamin b;vitamin c;vitamin d;vitamin e;vitamin k;multivitamin;multivitamins;fish oil;calcium;zinc;"
    "potassium;magnesium;st. john's wort;ginkgo;ginseng;echinacea;garlic;turmeric;grapefruit juice".split(";")
)
SAME_MEDICINE = {
    "paracetamol": "acetaminophen",
    "anticoagulant": "blood thinner",
    "diuretic": "water pill",
    "nonsteroidal anti inflammatory": "nsaid",
    "adrenaline": "epinephrine",
    "salbutamol": "albuterol",
    "glyceryl trinitrate": "nitroglycerin",
    "corticosteroid": "steroid",
}
# These may replace a name, and a name them, without a clinical change.
MEDICINE_SUBSTITUTES = frozenset(
    "it its this them they these medicine medicines medication medications drug drugs treatment tablet tablets pill "
    "pills capsule capsules vaccination vaccinations immunization immunizations vaccinated".split()
)

# Not statements, though a word in them is one elsewhere.
IDIOMS = (
    "not only;no matter;whether or not;if not;as soon as;no longer;the day before;common sense;in common;"
    "over the counter;over-the-counter;at first;no question;health care;not sure;more about;more information;"
    "no problem;can of;oral syringe;oral syringes;doses at once;pills at once;tablets at once;prevent pregnancy;"
    "prevents pregnancy;in half;trouble swallowing;hard to swallow;not in use;more than you should"
)

OPPOSITES = (
    ("start", "stop"),
    ("begin", "stop"),
    ("continue", "stop"),
    ("keep", "stop"),
    ("increase", "decrease"),
    ("increase", "reduce"),
    ("increase", "lower"),
    ("raise", "lower"),
    ("higher", "lower"),
    ("high", "low"),
    ("more", "less"),
    ("better", "worse"),
    ("open", "close"),
    ("include", "exclude"),
    ("allow", "forbid"),
    ("wet", "dry"),
    ("hot", "cold"),
    ("fast", "slow"),
    ("always", "never"),
    ("eat", "fast"),
    ("forget", "remember"),
    ("harmful", "harmless"),
)
# In either form they say the same: "if you are not sure", "if you are unsure".
UNSURE = frozenset("sure unsure certain uncertain".split())
# In place of a negation: stay out of the sun, limit it, protect it from light.
LASTING = frozenset("persistent persists persist lasting lasts last lingering lingers stays remains".split())
AVOIDING = frozenset("out away off protect refrain limit".split())
NEGATIVE_PREFIXES = ("un", "in", "im", "dis", "non", "ir", "il", "non-")

# A sentence that begins with one of these instructs, or says when an instruction applies.
INSTRUCTING = frozenset(
    "take use give swallow inject apply put place insert inhale drink eat chew shake wash rinse wipe clean keep store "
    "throw discard call tell ask talk contact get go see check watch look stop start skip wait sit lie wear protect "
    "limit follow measure mix open close press hold remove turn have make let read carry bring finish return choose "
    "change cover dry stay rest report seek if when before after until unless only during while".split()
)

STOPWORDS = frozenset(
    """a an the this that these those it its you your yours we our us they them their he she his her i my me who which
    what of in on at to for from by with as into onto about over under and or but so if then than when while because
    until
    is are was were be been being am do does did done have has had having will would shall there here also too very
    just any some all each every both other another such own same only more most much many not no nor never can could
    may might must should need ought get gets take takes taken use used please""".split()
)
SAME_WORD = {
    **dict.fromkeys(("doctor", "doctors", "physician", "prescriber", "clinician", "provider", "providers"), "doctor"),
    **dict.fromkeys(("start", "begin", "begins", "begun", "starting", "beginning"), "start"),
    **dict.fromkeys(("medicine", "medicines", "medication", "medications", "drug", "drugs"), "medicine"),
    **dict.fromkeys(("tablet", "tablets", "pill", "pills"), "tablet"),
    **dict.fromkeys(("phone", "telephone", "ring", "call", "calls", "contact"), "call"),
    **dict.fromkeys(("fridge", "refrigerator", "refrigerate", "refrigerated"), "fridge"),
    **dict.fromkeys(("keep", "keeps", "kept", "store", "stores", "stored", "storing", "storage"), "store"),
    **dict.fromkeys(("sick", "ill", "unwell"), "sick"),
    **dict.fromkeys(("belly", "abdomen", "abdominal", "tummy", "stomach"), "stomach"),
    **dict.fromkeys(("vomit", "vomiting", "vomited", "throw"), "vomit"),
    **dict.fromkeys(("almost", "nearly"), "almost"),
    **dict.fromkeys(("tired", "tiredness", "fatigue"), "tired"),
    **dict.fromkeys(("sun", "sunlight", "sunshine"), "sun"),
    **dict.fromkeys(("helps", "help", "assist"), "help"),
    **dict.fromkeys(("hospital", "emergency"), "hospital"),
    **dict.fromkeys(("speak", "talk", "tell", "ask", "inform"), "tell"),
    **dict.fromkeys(("shot", "shots", "injection", "injections", "inject", "injected", "injects"), "inject"),
}


def phrases(kind: str, table: dict[str, str]) -> Phrases:
    """Return the phrases of a table of one kind."""
    return {tuple(words.split()): (kind, value) for value, listed in table.items() for words in listed.split(";")}


PHRASES: Phrases = {
    **phrases("relation", RELATION),
    **phrases("time", TIME),
    **phrases("frequency", FREQUENCY),
    **phrases("limit", LIMIT),
    **phrases("negation", NEGATION),
    **phrases("obligation", OBLIGATION),
    **phrases("severity", SEVERITY),
    **phrases("route", ROUTE),
    **phrases("population", POPULATION),
    **phrases("medicine", {name: name for name in SUPPLEMENTS}),
    **phrases("", {"": IDIOMS}),
}
