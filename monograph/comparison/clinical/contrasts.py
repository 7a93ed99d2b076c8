"""Words of which one can't replace another without another meaning: if and unless, left and right, all and some.

Each axis is a set of poles, divided by "/"; the phrases of one pole, divided by ";", mean the same. Words are compared
without their endings, so "rise" is also "rises" and "rising". `named_things.py` has the axes of things.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

_AXIS = re.compile(r"^(\S.*):\n((?: .*\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Axis:
    """Poles that exclude each other, and the pole of every phrase; a pole is called by its first phrase.

    `is_weak` poles count only where nothing else in the sentence changed. With `counts_alone` a pole that only came
    or went, in a sentence that is otherwise the same, is a change as well.
    """

    kind: str
    phrases: dict[str, str]
    is_weak: bool = False
    counts_alone: bool = False


def read_axes(table: str) -> tuple[Axis, ...]:
    """Return the axes of a table: a line with the kind, perhaps with "weak" or "alone", and the lines of its poles."""
    return tuple(_axis(head.split(", "), " ".join(poles.split())) for head, poles in _AXIS.findall(table))


def _axis(head: list[str], poles: str) -> Axis:
    listed = [[phrase.strip() for phrase in pole.split(";")] for pole in poles.split(" / ")]
    phrases = {phrase: pole[0] for pole in listed for phrase in pole}
    return Axis(head[0], phrases, is_weak="weak" in head, counts_alone="alone" in head)


# Words of grammar, which count only as they are written.
GRAMMAR = read_axes(
    """
condition, alone:
    if; when; whenever; in case; in the event; should you / unless / even if; even when; even though; whether or
    not; no matter if; regardless of whether / only if; only when; if and only if / until; till; up until /
    before; prior to; ahead of / after; following; once / while; during; as long as; throughout / except; except
    for; other than; apart from; but not; although not; though not; excluding / within / instead of; rather than;
    in place of / in addition to; along with; together with; at the same time as / because / although; despite
condition:
    except; except for; other than; apart from; but not; although not; though not; excluding / including; such as;
    as well as; even
condition, weak:
    and / or; and/or
condition:
    with / without; free of
condition, alone:
    only; just; solely; nothing but; exclusively / also
condition:
    because; since; as a result of; due to / despite; in spite of; although
quantifier:
    all; every one of; the whole; the entire / some; some of; part of; a portion of / most; most of; the majority
    of / many; a lot of; lots of; numerous / few; very few / a few; several; a small number of / both; the two /
    one; a single / either; one of; one or the other / neither / none; none of / half; half of / any / every; each
    / no
quantifier:
    plenty; plenty of; a great deal of; a large amount of; lots of; a lot of; much / little; very little; a small
    amount of; hardly any
quantifier, alone:
    all the way; fully; completely; entirely / halfway; half way; partway; partly; in part
frequency:
    every second; every other; alternate / every third / every fourth / every fifth / every sixth / every tenth / every;
    each
time:
    for a while; for a short time; for some time; for now / for good; forever; for life; permanently
agent:
    your doctor will tell you; your doctor will decide; your doctor tells you; your doctor decides; your doctor says;
    your team will decide; your nurse will tell you; your doctor will say / you decide; you can decide; you will
    decide; you choose; you can choose
frequency, alone:
    always; every time; each time; at all times / usually; normally; generally; in general; as a rule; typically /
    often; frequently; commonly / sometimes; occasionally; at times; now and then; from time to time / rarely;
    seldom; hardly ever / never
time:
    for a time / until; till; up until
time:
    as soon as you remember; when you remember; once you remember / wait until the next; wait until your next; wait for
    the next; wait for your next
condition:
    they are finished; they are gone; it is finished; it is all gone; all of it is gone; all of them are gone; you run
    out; you finish / you feel better; you feel well; the pain is gone; the pain goes away; your symptoms go away; your
    symptoms are gone; it stops hurting
frequency:
    once; one time / twice; two times / three times; thrice / four times
agent:
    doctor; your doctor; the doctor; a doctor; health care provider; healthcare provider; health care
    professional; healthcare professional; health care team; care team; provider; physician; prescriber;
    clinician; medical team / nurse; your nurse; a nurse / pharmacist; your pharmacist; a pharmacist / caregiver;
    carer; helper / family member; relative; family / friend / dentist / surgeon / midwife / specialist; expert /
    teacher / parent; guardian / partner; spouse / child / employer / veterinarian / therapist / sister / brother
    / mother / father / daughter / son / neighbor
agent, weak:
    you / your doctor; the doctor; a doctor; your nurse; a nurse; your pharmacist; a pharmacist
agent, alone:
    yourself; by yourself; on your own; alone / with help; with a nurse; with your doctor; with your nurse
obligation, weak:
    will; is going to / might / would
obligation, weak:
    must; have to; need to / should; ought to / may; can; might
urgency:
    call 911; dial 911; get emergency help; get emergency medical help; go to the emergency room; go to the
    nearest emergency room / call your doctor; contact your doctor; tell your doctor; talk to your doctor; talk
    with your doctor; call your health care provider; see your doctor; ask your doctor / call your pharmacist;
    tell your pharmacist; ask your pharmacist / call your nurse; tell your nurse; tell the nurse; tell a nurse /
    ignore; ignore it; do nothing; no need to worry; wait and see; wait for your next visit
time:
    right away; immediately; at once; straight away; as soon as possible; as soon as you can; promptly; without
    delay; now / at your next visit; at your next appointment; at the next visit; when convenient; later; when you
    can; in the next few days; some time / at the usual time; at your usual time; at the regular time; at your
    regular time
"""
)
DIRECTION = read_axes(
    """
dose:
    glass; glassful / bottle / cup; cupful / spoonful; spoon / sip; mouthful / bowl / can / jug; pitcher
dose, weak:
    day / dose / hour / week / month / minute / spray / puff / tablet / injection / visit
direction:
    increase; raise; rise; go up; goes up; went up; going up; gain; grow; higher; high; more; up; elevated;
    elevate; greater; larger; larger amount; add to; boost; double; upward; upwards; bigger; rose; additional;
    extra / decrease; lower; reduce; drop; fall; go down; goes down; went down; going down; lose; loss; less;
    fewer; low; down; smaller; cut; cut down; shrink; lessen; downward; downwards; fell; lost; halve; decline
direction:
    faster; fast; quickly; rapid; rapidly; quick; speed up; quicken / slower; slow; slowly; slow down; gradually
direction, alone:
    start; begin; restart; resume; continue; keep taking; keep using; keep on; go on; carry on; stay on / stop;
    quit; discontinue; end; cease; pause; interrupt; hold off / finish; complete
direction:
    open; opened; unclamp; uncap; unlock / close; closed; shut; clamp; clamped; cap; capped; seal; sealed; lock
direction:
    above; over / below; under; beneath; underneath
direction:
    clockwise; to the right / counterclockwise; counter-clockwise; anticlockwise; to the left
direction:
    push; push in; press; push down / pull; pull back; pull out; withdraw / twist; turn; rotate
direction:
    insert; put in; attach / remove; take out; take off; detach; pull off
direction:
    thicken; thick; thicker / thin; thinner
direction:
    widen; dilate; relax; wider; loosen / narrow; constrict; tighten; narrower
direction:
    early; earlier; sooner / late; later
direction:
    better; improve; go away; clear up; heal / worse; worsen; get worse; spread
direction:
    stronger; strong; strengthen / weaker; weak; weaken
direction:
    longer; long / shorter; short; brief
direction:
    deep; deeply / shallow
direction, weak:
    toward; into; to; in; inside / away from; out of; from; off
direction, weak:
    on / off
direction:
    leave on; stay on; stays on; kept on; wear; worn / take off; taken off; comes off
direction:
    forward; forwards / backward; backwards
direction:
    inside; inner; indoors / outside; outer; outdoors
direction:
    near; close to; next to / far from; away from
direction:
    first; 1st / second; 2nd / third; 3rd / fourth; 4th / last; final
direction:
    maximum; highest; largest; most / minimum; lowest; smallest; least
direction:
    positive / negative
direction:
    active; activate; on / inactive; inactivate; deactivate
direction:
    same / different; another; other
direction:
    same; the same / opposite
direction:
    together; at the same time / separately; apart
direction:
    acute; sudden / chronic; long-term
direction:
    wake; awake; wake up / sleep; asleep; fall asleep
direction:
    inhale; breathe in / exhale; breathe out / hold your breath / breathe normally; breathe as usual
direction:
    lie down; lying down; lie; lie flat; stay in bed / sit; sit down; sitting / sit up; sit upright / stand; stand
    up; standing; walk
direction:
    awake; alert / drowsy; sleepy
direction:
    empty / full; filled
direction:
    enough / too much; too many / too little; too few / not enough
direction:
    too much; more than you should / too little; less than you should
direction:
    gradually; slowly; little by little / suddenly; abruptly; all at once; right away
direction:
    help; helps; improves; relieves; relieve; ease / harm; hurt; damage; worsen
direction:
    protect from; protect; keep away from; shield; keep away from direct; protect from
    direct; keep out of direct / expose; expose to; remove; keep in direct; store in direct;
    leave in direct
direction:
    from light; from the light; away from light; out of light; out of the light; from sunlight; from direct light;
    out of sunlight; out of direct sunlight; from direct sunlight / in light; in the light; in bright light; to light;
    to the light; in sunlight; in direct sunlight; to sunlight; in the sun; to direct sunlight
direction:
    prevent; protect against / cause; lead to; bring on; trigger
direction:
    approve; approved / ban; banned; unapproved
direction:
    normal / abnormal; unusual; irregular
direction:
    possible; likely / impossible; unlikely
direction:
    succeed; success; work / fail; failure
direction:
    accept / refuse; reject
direction:
    pass; passes / stay; stays
direction:
    known / unknown
direction:
    true / false
direction:
    yes / no
"""
)
# One for the other says the same of what lasts: "if you have surgery", "before surgery".
WEAK_PAIRS = frozenset({frozenset({"if", "before"}), frozenset({"while", "until"})})
# Beginnings and ends of words that turn one into its opposite.
OPPOSITE_AFFIXES = (
    ("hyper", "hypo"),
    ("tachy", "brady"),
    ("pre", "post"),
    ("ante", "post"),
    ("intra", "extra"),
    ("intra", "inter"),
    ("over", "under"),
    ("up", "down"),
    ("in", "ex"),
    ("in", "out"),
    ("en", "dis"),
    ("mono", "poly"),
    ("uni", "bi"),
    ("supra", "sub"),
    ("anti", "pro"),
)
OPPOSITE_ENDINGS = (("ful", "less"), ("penia", "cytosis"), ("dilation", "constriction"), ("dilator", "constrictor"))
# Where one replaces the other, the sentence may well say the same.
NEAR_POLES = frozenset(
    {
        frozenset({"if", "while"}),
        frozenset({"all", "every"}),
        frozenset({"any", "every"}),
        frozenset({"any", "all"}),
        frozenset({"any", "some"}),
        frozenset({"some", "a few"}),
        frozenset({"usually", "often"}),
        frozenset({"neither", "none"}),
        frozenset({"no", "none"}),
        frozenset({"one", "either"}),
        frozenset({"including", "in addition to"}),
        frozenset({"one", "any"}),
        frozenset({"no", "any"}),
        frozenset({"both", "any"}),
        frozenset({"both", "every"}),
        frozenset({"hold", "store"}),
        frozenset({"refrigerator", "cold"}),
    }
)


@lru_cache(maxsize=20_000)
def are_opposites(old: str, new: str) -> bool:
    """Return whether two words differ in a beginning or end of opposite meaning: hyper- and hypo-."""
    for one, other in ((old, new), (new, old)):
        for first, second in OPPOSITE_AFFIXES:
            if one.startswith(first) and len(one) > len(first) + 2 and other == second + one[len(first) :]:
                return True
        for first, second in OPPOSITE_ENDINGS:
            if one.endswith(first) and len(one) > len(first) + 2 and other == one[: -len(first)] + second:
                return True
    return False
