"""Phrases that say the same to a patient, so that one for the other is no clinical change.

They prove nothing: the change is still one to check, unless `comparison/wording.py` proves it harmless. Sources: the
CDC's "Everyday Words for Public Health Communication" (2016) and the "Simple words and phrases" of plainlanguage.gov.
"""

from .tokens import stem

# Phrases of one line, divided by ";", mean the same.
_EQUIVALENTS = """
do not;don't
does not;doesn't
did not;didn't
is not;isn't
are not;aren't
will not;won't
should not;shouldn't;must not;mustn't
you are;you're
it is;it's
you have;you've
you will;you'll
medicine;medication;drug;product
use;using;take;taking;utilize
call;contact;phone;telephone;get in touch with;reach;tell;let know;inform;talk to;talk with;speak to;speak with;
    see;ask;check with
serious;severe
make sure;be sure;remember;be certain;make certain
help;assist;aid
buy;purchase
get;obtain;receive;be given
get medical help;seek medical attention;get medical care;seek medical care;get help
about;approximately;around;roughly
before;prior to
after;following
enough;sufficient;adequate
begin;start
end;finish;complete
show;demonstrate;indicate
need;require
try;attempt
keep;store;maintain
happen;occur;take place
side effect;adverse reaction;adverse effect;unwanted effect;adverse event;undesirable effect
illness;disease;condition;problem;trouble;disorder
health care provider;healthcare provider;doctor;physician;prescriber;clinician;healthcare professional;
    health care professional
shot;injection;jab
operation;surgery;surgical procedure
hospital;emergency room;emergency department
throw away;discard;dispose of;get rid of;throw out
refrigerator;fridge
can;may;might;could
usual;normal;ordinary;typical
place;put;position
pick;choose;select
remove;take off
press;push
symptom;sign
clean;disinfect
swab;wipe;pad
feel;have;experience;get;develop;suffer from;suffer;notice
bother;bothersome;trouble
ill;sick;unwell
want;wish;would like
plan;intend
other;another;else
people;patient;person;individual;anyone;those;someone
as directed;as prescribed;as instructed;exactly as
because;since;as
however;but
in order to;to
if;when;whenever;whether
each;every
more;additional;extra
often;frequently
sometimes;occasionally;at times
now;currently;at present
later;afterward;afterwards
also;too;as well
such as;like;for example;for instance;including
spot;place;site;area
visit;appointment
stop;discontinue
drowsy;sleepy;drowsiness;sleepiness
dizzy;dizziness;lightheaded
tired;tiredness;fatigue
itch;itching;itchiness;itchy
swell;swelling;swollen
bruise;bruising;bruises
belly;abdomen;stomach;tummy;abdominal
these;the following
outside;outdoors;when you go outside;when you are outside
"""
# Words that a sentence can have or lack without another meaning, apart from what the statements say.
FILLERS = frozenset(
    """a an the this that these those your its their our his her it they them he she we i please also very too just
    is are was were be been being am do does did done have has had having will would shall of in to for by at as there
    and or here which who whom whose what so then than but exactly carefully really simply own any""".split()
)

# Too general to say by themselves what an instruction or a warning is about; by their stems.
GENERAL = frozenset(
    stem(word)
    for word in """important make sure please want wish need able way thing kind sort type use take get give have
    medicine medication drug product treatment therapy person people patient someone anyone something
    anything still well much particular certain certainly help advise advice recommend possible possibly
    likely unlikely example call include contain information read careful carefully care already usual
    usually normal normally exactly direct prescribe instruct tell follow happen occur case due become
    go gone come came went keep put set let try matter rather instead amount number one time away off
    out up down back over through know known good best idea think fact supply provide available""".split()
)


def equivalent_phrases() -> dict[str, str]:
    """Return, for every phrase, the first one of its line."""
    lines = [line.split(";") for line in _EQUIVALENTS.replace(";\n    ", ";").strip().splitlines()]
    found: dict[str, str] = {}
    for line in lines:
        for phrase in line:
            found.setdefault(phrase, line[0])
    return found
