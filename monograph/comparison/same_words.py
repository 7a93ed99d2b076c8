"""Words that mean the same in every sentence of a guide: the closed lists of `wording.py`, from -> to."""


def _pairs(listed: str) -> dict[str, str]:
    pairs = (pair.split("=") for pair in listed.split(";"))
    return {" ".join(one.split()): " ".join(other.split()) for one, other in pairs}


# The second means to a patient what the first means.
SYNONYMS = _pairs(
    """physician=doctor; physicians=doctors; medication=medicine; medications=medicines; approximately=about;
    prior to=before; begin=start; begins=starts; purchase=buy; obtain=get; in order to=to; assist=help;
    assistance=help; however=but; additional=more; utilize=use; utilizing=using; discard=throw away; dispose
    of=throw away; healthcare=health care; immediately=right away; telephone=phone; upon=on; whilst=while;
    amongst=among; fridge=refrigerator; orally=by mouth; subcutaneously=under the skin; hypertension=high blood
    pressure; hypotension=low blood pressure; hyperglycemia=high blood sugar; hypoglycemia=low blood sugar; blood
    glucose=blood sugar; renal=kidney; hepatic=liver; commence=start; sufficient=enough; attempt=try;
    regarding=about; furthermore=also; in addition=also; per day=a day; per week=a week; each day=every day; each
    morning=every morning; each night=every night; each week=every week; two times=twice; one time=once; remember
    to=be sure to; make sure to=be sure to"""
)
CONTRACTIONS = _pairs(
    """don't=do not; doesn't=does not; didn't=did not; isn't=is not; aren't=are not; wasn't=was not; weren't=were
    not; won't=will not; wouldn't=would not; shouldn't=should not; mustn't=must not; couldn't=could not;
    can't=cannot; can not=cannot; haven't=have not; hasn't=has not; you're=you are; you've=you have; you'll=you
    will; they're=they are; we're=we are"""
)
# British -> American.
SPELLINGS = _pairs(
    """behaviour=behavior; behaviours=behaviors; colour=color; colours=colors; colourless=colorless; favour=favor;
    flavour=flavor; flavours=flavors; odour=odor; tumour=tumor; tumours=tumors; labour=labor; anaemia=anemia;
    anaemic=anemic; leukaemia=leukemia; haemoglobin=hemoglobin; haemorrhage=hemorrhage; haematoma=hematoma;
    haemophilia=hemophilia; oedema=edema; oesophagus=esophagus; oestrogen=estrogen; oestrogens=estrogens;
    diarrhoea=diarrhea; foetus=fetus; foetal=fetal; paediatric=pediatric; paediatrician=pediatrician;
    orthopaedic=orthopedic; gynaecologist=gynecologist; anaesthetic=anesthetic; anaesthesia=anesthesia;
    caesarean=cesarean; hypoglycaemia=hypoglycemia; hyperglycaemia=hyperglycemia; hypokalaemia=hypokalemia;
    hyperkalaemia=hyperkalemia; septicaemia=septicemia; ischaemic=ischemic; coeliac=celiac; dyspnoea=dyspnea;
    litre=liter; litres=liters; millilitre=milliliter; millilitres=milliliters; metre=meter; metres=meters;
    centimetre=centimeter; centimetres=centimeters; fibre=fiber; centre=center; centres=centers; grey=gray;
    programme=program; programmes=programs; practise=practice; licence=license; judgement=judgment; ageing=aging;
    analyse=analyze; paralyse=paralyze; dialyse=dialyze; recognise=recognize; recognised=recognized;
    organise=organize; organised=organized; immunise=immunize; immunised=immunized; immunisation=immunization;
    hospitalise=hospitalize; hospitalised=hospitalized; stabilise=stabilize; stabilised=stabilized;
    sterilise=sterilize; sterilised=sterilized; minimise=minimize; apologise=apologize; travelling=traveling;
    labelled=labeled; cancelled=canceled; learnt=learned; sulphate=sulfate; sulphur=sulfur; sulpha=sulfa;
    sceptical=skeptical; tyre=tire; towards=toward; neighbour=neighbor; aluminium=aluminum"""
)
# Written with a hyphen or in two words, and in one.
UNHYPHENATED = _pairs(
    """re-use=reuse; re-used=reused; water-proof=waterproof; non-steroidal=nonsteroidal;
    non-prescription=nonprescription; pre-filled=prefilled; e-mail=email; breast-feed=breastfeed;
    breast-feeding=breastfeeding; breast feeding=breastfeeding; check-up=checkup; on-line=online; web
    site=website; life-style=lifestyle; tooth-brush=toothbrush; co-operate=cooperate; anti-biotic=antibiotic;
    over-weight=overweight"""
)
