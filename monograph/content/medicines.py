"""Names of medicines in US guides: brands, generics, classes and stems.

This is no register of all medicines: it lists the names that are common in patient guides, and recognizes most others
by the stems that the WHO gives to non-proprietary names (INN): "The use of stems in the selection of INN for
pharmaceutical substances", WHO/EMP/RHT/TSN/2018.1. Everything is lowercase; a name of two words is written as two.
"""

_BRANDS = """
abilify aripiprazole; accupril quinapril; aciphex rabeprazole; actonel risedronate; actos pioglitazone;
adalat nifedipine; adderall amphetamine; adempas riociguat; advair fluticasone and salmeterol; advil ibuprofen;
aggrenox aspirin and dipyridamole; aldactone spironolactone; aleve naproxen; allegra fexofenadine; altace ramipril;
amaryl glimepiride; ambien zolpidem; amoxil amoxicillin; ampyra dalfampridine; aptiom eslicarbazepine;
aricept donepezil; arimidex anastrozole; aromasin exemestane; ativan lorazepam; atripla efavirenz;
atrovent ipratropium; augmentin amoxicillin and clavulanate; avapro irbesartan; avelox moxifloxacin;
bactrim sulfamethoxazole and trimethoprim; belsomra suvorexant; benadryl diphenhydramine; benicar olmesartan;
biktarvy bictegravir; boniva ibandronate; botox onabotulinumtoxina; brilinta ticagrelor; bumex bumetanide;
buspar buspirone; bydureon exenatide; byetta exenatide; bystolic nebivolol; calan verapamil; cardizem diltiazem;
cardura doxazosin; catapres clonidine; ceftin cefuroxime; celebrex celecoxib; celexa citalopram;
cellcept mycophenolate; chantix varenicline; cialis tadalafil; cipro ciprofloxacin; claritin loratadine;
cleocin clindamycin; clozaril clozapine; cogentin benztropine; colcrys colchicine; concerta methylphenidate;
coreg carvedilol; coumadin warfarin; cozaar losartan; crestor rosuvastatin; cymbalta duloxetine; cytomel liothyronine;
darzalex daratumumab; decadron dexamethasone; deltasone prednisone; demerol meperidine; depakote divalproex;
desyrel trazodone; detrol tolterodine; diflucan fluconazole; dilantin phenytoin; dilaudid hydromorphone;
diovan valsartan; ditropan oxybutynin; dolophine methadone; duragesic fentanyl; dupixent dupilumab;
effexor venlafaxine; effient prasugrel; elavil amitriptyline; eliquis apixaban; emend aprepitant; enbrel etanercept;
entresto sacubitril and valsartan; epipen epinephrine; epivir lamivudine; epogen epoetin alfa; eylea aflibercept;
farxiga dapagliflozin; feldene piroxicam; femara letrozole; flagyl metronidazole; flexeril cyclobenzaprine;
flomax tamsulosin; flonase fluticasone; flovent fluticasone; forteo teriparatide; fosamax alendronate;
fragmin dalteparin; gilenya fingolimod; gleevec imatinib; glucophage metformin; glucotrol glipizide;
haldol haloperidol; harvoni ledipasvir and sofosbuvir; herceptin trastuzumab; humalog insulin lispro;
humira adalimumab; humulin insulin; hyzaar losartan and hydrochlorothiazide; ibrance palbociclib; imbruvica ibrutinib;
imdur isosorbide mononitrate; imitrex sumatriptan; imodium loperamide; imuran azathioprine; inderal propranolol;
invokana canagliflozin; isentress raltegravir; jakafi ruxolitinib; januvia sitagliptin; jardiance empagliflozin;
kenalog triamcinolone; keppra levetiracetam; keytruda pembrolizumab; klonopin clonazepam; lamictal lamotrigine;
lamisil terbinafine; lanoxin digoxin; lantus insulin glargine; lasix furosemide; latuda lurasidone;
levaquin levofloxacin; levemir insulin detemir; levitra vardenafil; lexapro escitalopram; lipitor atorvastatin;
lopressor metoprolol; lovenox enoxaparin; lunesta eszopiclone; lyrica pregabalin; macrobid nitrofurantoin;
maxalt rizatriptan; medrol methylprednisolone; mevacor lovastatin; micardis telmisartan; mirapex pramipexole;
mobic meloxicam; motrin ibuprofen; mounjaro tirzepatide; mucinex guaifenesin; namenda memantine; naprosyn naproxen;
nasonex mometasone; neulasta pegfilgrastim; neurontin gabapentin; nexium esomeprazole; norco hydrocodone;
norvasc amlodipine; novolog insulin aspart; nucala mepolizumab; ocrevus ocrelizumab; opdivo nivolumab;
orencia abatacept; oxycontin oxycodone; ozempic semaglutide; pamelor nortriptyline; paxil paroxetine;
paxlovid nirmatrelvir and ritonavir; pepcid famotidine; percocet oxycodone and acetaminophen;
plaquenil hydroxychloroquine; plavix clopidogrel; pradaxa dabigatran; pravachol pravastatin; prevacid lansoprazole;
prilosec omeprazole; prinivil lisinopril; procardia nifedipine; prograf tacrolimus; prolia denosumab;
propecia finasteride; proscar finasteride; protonix pantoprazole; proventil albuterol; provigil modafinil;
prozac fluoxetine; reglan metoclopramide; remeron mirtazapine; remicade infliximab; repatha evolocumab;
requip ropinirole; restoril temazepam; revlimid lenalidomide; rheumatrex methotrexate; risperdal risperidone;
ritalin methylphenidate; rituxan rituximab; robaxin methocarbamol; rybelsus semaglutide; seroquel quetiapine;
sinemet carbidopa and levodopa; singulair montelukast; skelaxin metaxalone; skyrizi risankizumab; soma carisoprodol;
spiriva tiotropium; stelara ustekinumab; strattera atomoxetine; suboxone buprenorphine and naloxone;
sudafed pseudoephedrine; symbicort budesonide and formoterol; synthroid levothyroxine; tagrisso osimertinib;
taltz ixekizumab; tamiflu oseltamivir; tecentriq atezolizumab; tegretol carbamazepine; tenormin atenolol;
tivicay dolutegravir; topamax topiramate; toprol metoprolol; toradol ketorolac; tracleer bosentan;
tradjenta linagliptin; trental pentoxifylline; tricor fenofibrate; trileptal oxcarbazepine; trulicity dulaglutide;
truvada emtricitabine and tenofovir; tylenol acetaminophen; ultram tramadol; valium diazepam; valtrex valacyclovir;
vasotec enalapril; ventolin albuterol; viagra sildenafil; vicodin hydrocodone and acetaminophen; victoza liraglutide;
vimpat lacosamide; voltaren diclofenac; vytorin ezetimibe and simvastatin; vyvanse lisdexamfetamine;
wegovy semaglutide; wellbutrin bupropion; xanax alprazolam; xarelto rivaroxaban; xeljanz tofacitinib;
xolair omalizumab; xyzal levocetirizine; zanaflex tizanidine; zantac ranitidine; zarontin ethosuximide;
zepbound tirzepatide; zestril lisinopril; zetia ezetimibe; ziagen abacavir; zithromax azithromycin; zocor simvastatin;
zofran ondansetron; zoloft sertraline; zovirax acyclovir; zyloprim allopurinol; zyprexa olanzapine; zyrtec cetirizine
"""

# Brand name -> generic name; " and " is between two active substances.
BRANDS: dict[str, str] = dict(pair.strip().split(" ", 1) for pair in _BRANDS.split(";"))

_GENERICS = """
abacavir, abatacept, acarbose, acetaminophen, acetazolamide, acyclovir, albuterol, alendronate, allopurinol,
amantadine, amiodarone, amitriptyline, amphetamine, aprepitant, aripiprazole, asparaginase, aspirin, atomoxetine,
atropine, azathioprine, baclofen, benztropine, betamethasone, bisacodyl, bismuth, bleomycin, bosentan,
botulinum toxin, bromocriptine, budesonide, bumetanide, buprenorphine, bupropion, buspirone, busulfan, calcitonin,
calcitriol, calcium carbonate, capecitabine, capsaicin, carbamazepine, carbidopa, carboplatin, carisoprodol,
carvedilol, cefalexin, cephalexin, cefuroxime, ceftriaxone, celecoxib, cetirizine, chemotherapy, chlorambucil,
chloroquine, chlorpromazine, cholestyramine, cimetidine, cisplatin, citalopram, clavulanate, clindamycin, clobazam,
clonidine, clopidogrel, clozapine, codeine, colchicine, colestipol, cortisone, cyclobenzaprine, cyclophosphamide,
cyclosporine, cytarabine, dabigatran, dalfampridine, dantrolene, dapsone, darunavir, deferasirox, desmopressin,
desvenlafaxine, dexamethasone, dextroamphetamine, dextromethorphan, diclofenac, dicyclomine, digoxin,
dihydroergotamine, diltiazem, dimenhydrinate, diphenhydramine, dipyridamole, disulfiram, divalproex, docetaxel,
docusate, donepezil, doxazosin, doxorubicin, doxylamine, dronabinol, dulaglutide, efavirenz, emtricitabine,
entacapone, ephedrine, epinephrine, epoetin, ergotamine, escitalopram, estradiol, eszopiclone, etanercept, ethambutol,
ethosuximide, etoposide, etodolac, exemestane, exenatide, ezetimibe, famotidine, fentanyl, ferrous sulfate,
fexofenadine, filgrastim, finasteride, fingolimod, fluorouracil, fludrocortisone, fluticasone, folic acid, formoterol,
fulvestrant, furosemide, gabapentin, galantamine, gemcitabine, gemfibrozil, gentamicin, glimepiride, glipizide,
glucagon, glyburide, guaifenesin, guanfacine, haloperidol, heparin, hydralazine, hydrocodone, hydrocortisone,
hydromorphone, hydroxychloroquine, hydroxyurea, hydroxyzine, ibuprofen, ifosfamide, indomethacin, insulin, interferon,
ipratropium, irinotecan, iron, isoniazid, isosorbide, isotretinoin, ivermectin, ketamine, ketorolac, lacosamide,
lactulose, lamivudine, lamotrigine, leflunomide, lenalidomide, letrozole, leucovorin, leuprolide, levetiracetam,
levodopa, levothyroxine, liothyronine, liraglutide, lithium, loperamide, loratadine, magnesium hydroxide, mebendazole,
meclizine, melatonin, meloxicam, melphalan, memantine, meperidine, mercaptopurine, mesalamine, metaxalone, methadone,
methimazole, methocarbamol, methotrexate, methyldopa, methylphenidate, methylprednisolone, metoclopramide, metolazone,
mexiletine, midodrine, mifepristone, minoxidil, mirtazapine, misoprostol, modafinil, mometasone, montelukast,
morphine, mycophenolate, nabumetone, naloxone, naltrexone, naproxen, neomycin, niacin, nicotine, nitrofurantoin,
nitroglycerin, norepinephrine, nortriptyline, nystatin, octreotide, olanzapine, oxaliplatin, oxcarbazepine,
oxybutynin, oxycodone, oxytocin, paclitaxel, paracetamol, pegfilgrastim, pentoxifylline, phenelzine, phenobarbital,
phentermine, phenylephrine, phenytoin, pioglitazone, piroxicam, potassium chloride, pramipexole, prasugrel, prazosin,
prednisolone, prednisone, pregabalin, primidone, probenecid, prochlorperazine, progesterone, promethazine, propofol,
propylthiouracil, pseudoephedrine, pyrazinamide, pyridostigmine, quetiapine, quinidine, quinine, raloxifene,
ranitidine, ranolazine, repaglinide, ribavirin, rifampin, rifampicin, rifaximin, riluzole, riociguat, risperidone,
rivastigmine, ropinirole, sacubitril, salmeterol, scopolamine, selegiline, semaglutide, senna, sertraline, sildenafil,
simethicone, sirolimus, somatropin, spironolactone, sucralfate, sulfamethoxazole, sulfasalazine, suvorexant,
tacrolimus, tadalafil, tamoxifen, tamsulosin, temozolomide, tenofovir, terazosin, terbinafine, teriparatide,
testosterone, thalidomide, theophylline, thiotepa, ticagrelor, timolol, tiotropium, tirzepatide, tizanidine,
tolterodine, topiramate, torsemide, tramadol, tranexamic acid, tranylcypromine, trazodone, tretinoin, triamcinolone,
trimethoprim, ursodiol, valacyclovir, valproate, valproic acid, vancomycin, vardenafil, varenicline, venlafaxine,
verapamil, vincristine, warfarin, zidovudine, zolpidem, zonisamide
"""
# Their stems say that they are medicines; they are listed because one is no misspelling of another.
_LOOK_ALIKES = """
acebutolol, adalimumab, alfuzosin, aliskiren, almotriptan, alogliptin, alprazolam, amiloride, amisulpride,
amlodipine, amoxicillin, ampicillin, anastrozole, apixaban, asenapine, atazanavir, atenolol, atezolizumab,
atorvastatin, azilsartan, azithromycin, benazepril, bevacizumab, bisoprolol, brexpiprazole, brivaracetam,
butabarbital, canagliflozin, candesartan, captopril, cariprazine, cefaclor, cefadroxil, cefazolin, cefdinir,
cefepime, cefixime, cefotaxime, cefpodoxime, cefprozil, ceftazidime, certolizumab, chlordiazepoxide, chlorothiazide,
chlorthalidone, chlorzoxazone, ciprofloxacin, clarithromycin, clemastine, clevidipine, clomiphene, clomipramine,
clonazepam, clorazepate, clotrimazole, cloxacillin, cyproheptadine, dalteparin, dapagliflozin, darifenacin,
dasatinib, daunorubicin, delafloxacin, denosumab, desipramine, desloratadine, diazepam, dicloxacillin, diflunisal,
dofetilide, dolasetron, dolutegravir, doripenem, doxepin, doxycycline, dronedarone, droperidol, duloxetine,
dutasteride, edoxaban, eletriptan, empagliflozin, enalapril, enoxaparin, entecavir, epirubicin, eplerenone,
eprosartan, eravacycline, erlotinib, ertapenem, ertugliflozin, erythromycin, esmolol, esomeprazole, estazolam,
eszopiclone, ezogabine, febuxostat, felbamate, felodipine, fenofibrate, fenoprofen, fesoterodine, flavoxate,
flecainide, fluconazole, fludarabine, fluoxetine, fluphenazine, flurazepam, flurbiprofen, flutamide, fluvastatin,
fluvoxamine, fondaparinux, fosamprenavir, fosinopril, fosphenytoin, frovatriptan, gefitinib, gemifloxacin,
granisetron, griseofulvin, hydrochlorothiazide, hydroxyprogesterone, hyoscyamine, ibandronate, ibrutinib,
iloperidone, imatinib, imipenem, imipramine, indapamide, infliximab, irbesartan, isavuconazole, isocarboxazid,
isradipine, itraconazole, ketoconazole, ketoprofen, ketotifen, labetalol, lansoprazole, lapatinib, lasofoxifene,
ledipasvir, levamlodipine, levocetirizine, levofloxacin, levomilnacipran, levonorgestrel, lidocaine, linagliptin,
linezolid, lisdexamfetamine, lisinopril, lomustine, lopinavir, lorazepam, losartan, lovastatin, loxapine, lurasidone,
maprotiline, maraviroc, meclofenamate, medroxyprogesterone, mefenamic, megestrol, meropenem, metformin,
methazolamide, methscopolamine, methyclothiazide, metoprolol, metronidazole, micafungin, miconazole, midazolam,
miglitol, milnacipran, minocycline, mirabegron, moexipril, moxifloxacin, nadolol, nafcillin, naratriptan,
nateglinide, nebivolol, nefazodone, nelfinavir, nevirapine, nicardipine, nifedipine, nilotinib, nilutamide,
nimodipine, nisoldipine, nitazoxanide, nivolumab, nizatidine, norethindrone, norfloxacin, ofloxacin, olmesartan,
omalizumab, omeprazole, ondansetron, oseltamivir, oxacillin, oxaprozin, oxazepam, paliperidone, palonosetron,
pantoprazole, paroxetine, pembrolizumab, penbutolol, penicillin, perampanel, perindopril, perphenazine, pimozide,
pindolol, pitavastatin, posaconazole, pravastatin, procainamide, procyclidine, propafenone, propranolol,
protriptyline, quinapril, rabeprazole, raltegravir, ramelteon, ramipril, rasagiline, reboxetine, regorafenib,
rilpivirine, risankizumab, risedronate, ritonavir, rituximab, rivaroxaban, rizatriptan, roflumilast, rolapitant,
rosiglitazone, rosuvastatin, rotigotine, rufinamide, safinamide, saquinavir, saxagliptin, secnidazole, sitagliptin,
sofosbuvir, solifenacin, sorafenib, sotalol, sulindac, sumatriptan, sunitinib, tapentadol, telmisartan, temazepam,
tenecteplase, tetracycline, thioridazine, thiothixene, tiagabine, ticlopidine, tigecycline, tinidazole, tofacitinib,
tolazamide, tolbutamide, tolcapone, tolvaptan, toremifene, trandolapril, triamterene, triazolam, trifluoperazine,
trihexyphenidyl, trimipramine, trospium, ustekinumab, valbenazine, valganciclovir, valsartan, vedolizumab,
vigabatrin, vilanterol, vilazodone, vinblastine, vinorelbine, voriconazole, vortioxetine, zafirlukast, zaleplon,
ziprasidone, zoledronic, zolmitriptan
"""
_CLASSES = """
ace inhibitor, alpha blocker, analgesic, antacid, antiarrhythmic, antibiotic, anticholinergic, anticoagulant,
anticonvulsant, antidepressant, antiemetic, antiepileptic, antifungal, antihistamine, antihypertensive, antimalarial,
antiplatelet, antipsychotic, antiviral, anxiolytic, arb, azole, barbiturate, benzodiazepine, beta blocker, biologic,
birth control pill, bisphosphonate, blood thinner, bronchodilator, calcium channel blocker, cephalosporin,
checkpoint inhibitor, contraceptive, corticosteroid, decongestant, diuretic, doac, fibrate, fluoroquinolone,
glucocorticoid, immunosuppressant, jak inhibitor, laxative, macrolide, maoi, monoclonal antibody, muscle relaxant,
narcotic, nitrate, nsaid, opiate, opioid, penicillin, proton pump inhibitor, retinoid, sedative, sleeping pill, snri,
ssri, statin, steroid, stimulant, sulfa drug, sulfonamide, sulfonylurea, tetracycline, thiazide, tnf blocker,
tranquilizer, triptan, vaccine, water pill
"""


def _listed(names: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in names.split(","))


CLASSES: frozenset[str] = _listed(_CLASSES)
# Generic names and the names of classes, in the singular.
GENERICS: frozenset[str] = _listed(_GENERICS) | _listed(_LOOK_ALIKES) | CLASSES

# Stems at the end of non-proprietary names. They need a few letters before them (see `is_medicine_name`).
STEMS = tuple(
    "mab nib pril prilat sartan olol alol statin azole cillin mycin micin formin xaban parin gliptin gliflozin "
    "floxacin cycline profen triptan setron thiazide lukast prazole oxetine azepam azolam zolam zepam caine vir "
    "virine dronate dronic dipine fibrate glitazone glutide gatran grel grelor cept ciclib rafenib parib zomib limus "
    "platin rubicin taxel bactam penem fungin conazole nidazole thromycin sulfan tidine tadine rizine trexate terol "
    "sonide olone asone barbital codone orphan morphone fentanil curium curonium vaptan denoson gepant orexant stim "
    "kinra racetam gabalin toin peridone piprazole apine ptyline pramine vastatin trel lutamide relix relin ombopag "
    "vudine citabine osuran tecan poside blastine cristine mustine zosin afil semide tinib ximab zumab umab calcet "
    "dopa capone giline cort steride".split()
)
# Ordinary and clinical words that end as a name does.
NOT_NAMES = frozenset(
    "cholesterol phytosterol ergosterol intercept concept precept kestrel minstrel wastrel mongrel".split()
)


def is_medicine_name(word: str) -> bool:
    """Return whether words are the name of a medicine or class, perhaps in the plural.

    The lists are searched in any case. Other words are recognized by their stem, with at least three letters before it,
    so that "statin" is a name by the list and "April" is none.
    """
    name = " ".join(word.lower().replace("-", " ").split())
    return _is_name(name) or (name.endswith("s") and _is_name(name[:-1]))


def _is_name(name: str) -> bool:
    if name in BRANDS or name in GENERICS:
        return True
    if name in NOT_NAMES or not name.isalpha():
        return False
    return any(name.endswith(stem) and len(name) >= len(stem) + 3 for stem in STEMS)
