"""Things of one sort, of which one can't replace another: forms of a medicine, parts of the body, illnesses, foods.

The form is that of `contrasts.py`. Synonyms that patients know share a pole.
"""

from .contrasts import read_axes

THINGS = read_axes(
    """
form:
    tablet; pill; caplet / capsule / chewable tablet / orally disintegrating tablet; dissolving tablet /
    effervescent tablet / liquid; syrup / suspension / solution / elixir / powder / granules; pellets / cream /
    ointment / gel / lotion / foam / shampoo / patch / drops / spray / inhaler / nebulizer / suppository / enema /
    lozenge / film / injection; shot / infusion / implant / vial / pen; pen injector; autoinjector / prefilled
    syringe / cartridge / ampule / pump / gummy / paste / sachet; packet / concentrate / emulsion
form, alone:
    xr / er; extended-release / xl / sr; sustained-release / cr; controlled-release / la; long-acting / cd / dr;
    delayed-release; enteric-coated / ir; immediate-release; short-acting; regular tablet; regular capsule;
    regular insulin / rapid-acting; fast-acting / intermediate-acting / prolonged-release / odt / premixed
form:
    chewable / film-coated; coated / uncoated / scored / dispersible / effervescent / preservative-free
form, alone:
    strength; full-strength / half-strength; pediatric strength / extra-strength; maximum-strength
form:
    brand; brand-name / generic
form:
    single-dose; single-use; one-time / multiple-dose; multi-dose; reusable
form:
    white / blue / red / yellow / green / pink / orange / purple / brown / black / gray
appearance:
    clear; colorless / cloudy; discolored; milky / frozen / has particles; has flakes
route:
    by mouth; orally; through the mouth / under the tongue; under your tongue; sublingually / on the tongue; on
    your tongue; on top of the tongue; on top of your tongue / inside the cheek; between the cheek and gum / into
    a vein; into the vein; intravenous; intravenously; iv / into a muscle; into the muscle; intramuscular;
    intramuscularly; im / under the skin; beneath the skin; subcutaneous; subcutaneously; sc / into the spine;
    intrathecal; intrathecally / on the skin; topical; topically / into the rectum; in the rectum; rectal;
    rectally / into the vagina; in the vagina; vaginal; vaginally / into the nose; in the nose; nasal; nasally /
    ophthalmic; in the eye; into the eye / otic; in the ear; into the ear / inhaled; into the lungs / through a
    feeding tube
site, alone:
    left; left-hand / right; right-hand / both sides
site, alone:
    upper; top; topmost / lower; bottom / middle; mid
site:
    inner; inside; inner side / outer; outside; outer side
site:
    dominant / nondominant; non-dominant; other
site:
    healthy; unaffected; intact / both; each / affected; sore; broken; irritated; damaged; injured
site:
    arm; arms / forearm / leg / thigh / calf / knee / ankle / foot; feet / toe / hip / buttock; buttocks; bottom /
    belly; abdomen; stomach; tummy / navel; belly button / chest / breast / shoulder / elbow / wrist / hand /
    finger / fingertip / thumb / neck / throat / face / cheek / forehead / chin / scalp; head / mouth / lip /
    tongue / gum; gums / tooth; teeth / nose / nostril / eye; eyes / eyelid / ear; ears / back / front / groin /
    armpit; underarm / genitals / vagina / penis / rectum / anus / vein / artery / muscle / skin / spine / bone /
    joint / nail; nails / hair / windpipe / waist
organ:
    kidney; renal / liver; hepatic / heart; cardiac / lung; pulmonary / brain / thyroid / pancreas / bladder /
    prostate / bowel; intestine; gut / gallbladder / spleen / bone marrow / adrenal / ovary / uterus; womb / nerve
    / bone / bile duct / lymph node / immune system
illness, alone:
    chest pain / headache / migraine / back pain / joint pain / muscle pain; muscle aches / stomach pain; belly
    pain; abdominal pain / sore throat / ear pain / eye pain / bone pain / toothache / fever; high temperature /
    chills / rash / hives / itching; itchy; itchiness / swelling; swollen / redness / pain / bleeding / bruising;
    bruises; bruise / blister; blisters / nausea; sick to your stomach / vomiting; throwing up; vomit; throw up /
    diarrhea; loose stools / constipation / heartburn; acid reflux / gas; bloating / dry mouth / cough / trouble
    breathing; difficulty breathing; hard to breathe; shortness of breath; short of breath /
    wheezing / runny nose; stuffy nose /
    sneezing / dizziness; dizzy; lightheaded; lightheadedness / fainting; faint; pass out / drowsiness; drowsy;
    sleepy; sleepiness / tired; tiredness; fatigue / weakness / confusion; confused / hallucinations / seizure;
    seizures; convulsions / tremor; shaking; shakiness / numbness; tingling / blurred vision; blurry vision /
    vision loss; loss of vision; blindness / hearing loss; deafness / ringing in the ears / fast heartbeat; rapid
    heartbeat / slow heartbeat / irregular heartbeat / jaundice; yellow skin / dark urine / blood in the urine /
    bloody stools; black stools / weight gain / weight loss / hair loss / sweating / hot flashes / insomnia;
    trouble sleeping / anxiety; anxious / agitation / mood changes / suicidal thoughts; thoughts of suicide /
    nosebleed; nosebleeds / swallowing problems / cramps / thirst / hunger / acne / dry skin / peeling skin /
    mouth sores / nervousness
illness, alone:
    high blood pressure; hypertension / low blood pressure; hypotension / high blood sugar; hyperglycemia / low
    blood sugar; hypoglycemia / diabetes / type 1 diabetes / type 2 diabetes / gestational diabetes / asthma /
    copd / heart attack / heart failure / stroke / mini-stroke / angina / atrial fibrillation / blood clot; blood
    clots / high cholesterol / kidney disease; kidney problems / liver disease; liver problems / heart disease;
    heart problems / lung disease; lung problems / kidney failure / liver failure / kidney stones / gallstones /
    hepatitis / hiv / flu; influenza / cold; common cold / pneumonia / tuberculosis / covid-19 / chickenpox /
    shingles / measles / malaria / cancer / leukemia / lymphoma / anemia / lupus / arthritis / rheumatoid
    arthritis / osteoarthritis / osteoporosis / gout / psoriasis / eczema / glaucoma / cataracts / epilepsy /
    parkinson's disease / alzheimer's disease / dementia / multiple sclerosis / depression / bipolar disorder /
    schizophrenia / adhd / hemophilia / ulcers; ulcer / crohn's disease / ulcerative colitis / celiac disease /
    migraine; migraines / underactive thyroid; hypothyroidism / overactive thyroid; hyperthyroidism / enlarged
    prostate / urinary tract infection / bacterial infection / viral infection / fungal infection; yeast infection
    / sinus infection / ear infection / eye infection / skin infection / lung infection / allergy; allergies; hay
    fever / dehydration / surgery / transplant / pregnancy / stomach ulcer / pancreatitis / phenylketonuria /
    porphyria / myasthenia gravis / sleep apnea / obesity / high potassium / low potassium / high fever / bacteria
    / virus; viruses / fungus / parasite
illness:
    allergic / intolerant / immune / addicted; dependent
medicine:
    succinate / tartrate / hydrochloride / fumarate / besylate; besilate / maleate / mesylate; mesilate / acetate /
    propionate / furoate / valerate / dipropionate / gluconate / sulfate / citrate / carbonate / phosphate / pamoate /
    decanoate / enanthate / cypionate / lactate / dinitrate / mononitrate / trihydrate / potassium / sodium
food:
    milk; dairy; dairy products / water / juice / fruit juice / apple juice / orange juice / grapefruit juice;
    grapefruit / orange / lemon / lime / grapes / cranberry juice / coffee / tea / caffeine / soda / alcohol;
    beer; wine / food; meal / leafy greens; leafy vegetables / salt / sugar / fat; fatty food / high-fat meal;
    fatty meal / low-fat meal; light meal / cheese / meat / fish / fruit / vegetables / bread / chocolate / candy
    / ice / egg; eggs / peanuts; nuts / soy / gluten; wheat / fiber / applesauce / yogurt / pudding / honey /
    bananas / tobacco; cigarettes / cannabis; marijuana / licorice / salt substitutes
storage:
    refrigerator; fridge; refrigerate; refrigerated / freezer; freeze; frozen / room temperature / bathroom;
    bathroom cabinet / car; glove box / windowsill / cupboard; cabinet; drawer; closet / sunlight; direct light /
    light / dark; dark place / oven; microwave / cool place; cool / warm place; warm / hot place; heat; hot / cold
    / boiling
storage, alone:
    dry / damp; humid; moist; wet
storage:
    store; keep; save / throw away; discard; dispose of; get rid of / return; give back / share / flush
storage:
    original container; original bottle; original package / pill box; pill organizer / another container
storage:
    trash; household trash / toilet; sink; drain / sharps container / take-back site; take-back program /
    recycling
storage:
    out of reach; out of the reach; away from / within reach; within the reach
storage:
    upright / on its side; flat; lying flat / upside down
action:
    swallow; swallow whole / open / chew / crush / split; cut; break / suck / dissolve; melt / sprinkle / mix /
    gargle / spit; spit out
action:
    shake / roll; roll gently / stir / swirl / warm / microwave / dilute / strain
action:
    rub; scrub; massage / pat / wash; rinse / shave / cover / scratch / squeeze / wipe; clean
action:
    skip; miss; leave out / double / take
action:
    pinch; pinch up / stretch / press on
action:
    apply / inject / inhale; breathe / insert / swallow / drink
action:
    eat / fast / drink
action:
    reuse; use again / throw away; discard
action:
    drive / walk / swim / fly / exercise / work / sleep / smoke / drink alcohol
test:
    blood test / urine test / skin test / pregnancy test / eye exam / hearing test / x-ray / mri; mri scan / ct
    scan / ecg; ekg / ultrasound / biopsy / breath test / stool test
test:
    blood / urine / stool / saliva / sputum / sweat / breast milk / semen
test:
    blood pressure / blood sugar; blood glucose / pulse; heart rate; heartbeat / weight / temperature /
    cholesterol / potassium / sodium / calcium / magnesium / phosphate / white blood cell; white blood cells / red
    blood cell; red blood cells / platelet / hemoglobin / creatinine / liver enzymes
test:
    surgery; operation / dental work; dental procedure / vaccination / blood donation; donate blood / scan /
    dialysis / radiation / chemotherapy / anesthesia
population:
    adult / child; children; kid / infant; baby / newborn / toddler / teenager; teen; adolescent / older adult;
    older adults; older people; elderly; senior / men; man; male / women; woman; female / boy; boys / girl; girls
population:
    pregnant; pregnancy / breastfeeding; breastfeed; nursing / planning to become pregnant; trying for a baby;
    trying to get pregnant; trying to become pregnant; planning a pregnancy; planning a baby; planning to get
    pregnant; want to become pregnant / postmenopausal; after menopause / menstruating
population:
    mother / father / sister / brother / son / daughter
population:
    younger / older
population:
    smoker / nonsmoker; non-smoker
population, weak:
    people / animals; pets / patients / health care workers
medicine:
    live; live virus / inactivated; killed / mrna
medicine:
    tdap / dtap / td / dt / mmr / mmrv / hpv / hepatitis a vaccine / hepatitis b vaccine / flu vaccine; influenza
    vaccine / pneumococcal; pneumonia vaccine / meningococcal / shingles vaccine / chickenpox vaccine / rabies
    vaccine / typhoid vaccine / polio vaccine / rsv vaccine / covid-19 vaccine / measles vaccine / rotavirus
medicine:
    insulin lispro; humalog / insulin regular; humulin; humulin r; novolin r / humulin n; novolin n; nph; insulin
    nph / humalog mix / humulin 70/30 / insulin aspart; novolog; fiasp / novolog mix / insulin glargine; lantus;
    basaglar; semglee / toujeo / insulin detemir; levemir / insulin degludec; tresiba / insulin glulisine; apidra
    / lyumjev / soliqua / xultophy / admelog / novolin
medicine:
    booster; booster dose / first dose; starting dose / last dose; final dose / extra dose / missed dose / next
    dose / test dose / maintenance dose / loading dose
dose, weak:
    in half; into halves / in quarters; into quarters / in thirds; into thirds
storage:
    new; fresh; unused; unopened / used; old; opened
storage:
    clean; sterile / dirty; contaminated; soiled / tap / bottled / distilled
storage, weak:
    whole; intact / open; opened; crushed; broken; split; in half; in pieces
severity, weak:
    warning; caution; danger / note; tip; hint; reminder; information
action, weak:
    take; use; swallow / prime / give; administer / chew / crush / split; cut / dissolve / melt / drink / eat / suck /
    inhale / inject / apply; put on; rub in / wash; rinse / wipe / dry; pat / shave / shake / stir / roll / mix /
    dilute / freeze / heat; warm; microwave / refrigerate; chill / boil / open / close / press; push / pull /
    turn; twist / squeeze / pinch / hold / lift / insert / remove; take off; take out / store; keep / throw away;
    discard; dispose of / return / share / sell / flush / burn / recycle / call; contact; phone / wait / stop;
    quit / start; begin / skip; miss / double / halve / increase; raise / reduce; lower; decrease / repeat /
    change; switch / adjust / check; measure; test / count / weigh / record; write down / read / ignore / drive /
    walk / swim / run / exercise / rest; lie down / sleep / stand / sit / smoke / fast / breastfeed / donate /
    travel / wear / cover / expose / scratch / rub; massage / touch / puncture / cap; recap / bend / label / lock;
    lock up / hide / report / allow; let / prevent / avoid
allowed, alone:
    allowed; permitted; ok; okay; fine / forbidden; banned; prohibited; not ok
allowed, alone:
    safe; harmless / unsafe; dangerous; harmful; risky; toxic
allowed:
    effective; works / ineffective; useless
allowed:
    curable; can be cured / incurable
severity, alone:
    temporary; short-lived / permanent; lasting; irreversible
severity, alone:
    fatal; deadly; life-threatening / harmless; uncomfortable; annoying
"""
)
