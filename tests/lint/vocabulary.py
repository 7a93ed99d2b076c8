"""The words that this project no longer uses, each with the one to use instead.

A pattern in lower case is for words: it is searched in lower case, with identifiers taken apart (of
``typedCopy``, ``typed_copy`` and ``typed-copy`` it sees "typed copy"). A pattern with a capital or an underscore is an
identifier: it is searched in the line as it is written. Both match whole words only.
"""

from typing import NamedTuple


class Retired(NamedTuple):
    """A pattern, what to use instead, and in which files: those of `only`, without those of `unless`."""

    pattern: str
    instead: str
    only: tuple[str, ...] = ("*",)
    unless: tuple[str, ...] = ()


# Never scanned: texts of guides, other people's words, translations, what a machine wrote, and these lists themselves.
NOT_SCANNED = (
    *("LICENSE", "*.po", "*.mo", "*.png", "*.svg", "*requirements*.txt", "package-lock.json"),
    # British spellings, which search knows
    *("monograph/content/spelling.py", "tests/content/test_search_words.py", "tests/content/test_text_search.py"),
    *("*/migrations/*", "tests/corpus/*", "fixtures/*", "tests/lint/vocabulary.py", "tests/test_retired_words.py"),
    "monograph/comparison/same_words.py",  # British spellings, which editors write
    "monograph/content/lexicon/data/*",
)

# Taken out of a line before it is searched: names that are stored, sent or part of an address, so they stay for good.
STORED = (
    r"guard_\w*|\$guard\$|[\"'](edition_released|commentresolution_of_remark)[\"']",  # names of triggers
    r"[\"'`]sent_back[\"'`]|\bSENT_BACK\b",  # NotificationKind
    r"release_signature\w*|\breleased_(?:by|at)\b",
    r"[\"'`]released[\"'`]|\bMeaning\.RELEASED\b|\bRELEASED = .*|released for publication",  # Signature.Meaning
    r"(?<=[=|])released\b",  # the same in a query, and in a pattern
    r"/release/|/typing/",  # addresses
    r"\"monograph-typing\"|\bnewer_typing:",  # in a browser's storage, in JSON
    r"[\"'`](?:unsaved_typing|typing_gone|newer_typing|other_candidate)[\"'`]",  # codes of errors
    r"\bsend_notices\b",
    r"\blicence_\w+|\bsigner_licence\b",
    r"sanitise(?![rd])",  # content/sanitise.py
    r"(?:from|import) typing\b|\btyping\.\w+",
    r"https?://\S+",
)

CODE = ("*.py", "*.html", "*.js")
SCREENS = ("templates/*", "docs/*", "*.md")
REVIEWING = ("*/reviewing/*", "*reviewing.py", "*review_*", "tests/test_reply.py", "tests/test_comment.py")
NOTIFYING = (
    "monograph/mailing/*",
    "monograph/models/notification.py",
    "templates/monograph/mail/*",
    "tests/test_mail*",
)
PUBLISHING = (
    *("monograph/release/*", "monograph/workflow/publishing.py", "monograph/mailing/*", "tests/test_schedule*"),
    *("templates/monograph/desk/publishing/publish.html", "tests/test_release_candidate*"),
)

# One word for each idea.
IDEAS = (
    Retired(r"typing", "unsaved changes"),
    Retired(r"(typed|kept) (copy|copies|texts?|words)", "unsaved changes"),
    Retired(r"(that|what) you typed|preflight of what is typed", "unsaved changes"),
    Retired(r"remark(s|ed|ing)?", "comment"),
    Retired(r"(un)?answer(s|ed|ing)?", "reply", REVIEWING),
    Retired(r"sen[dt](s|ing)? back", "request changes, changes requested"),
    Retired(r"releas(es|ed|ing)", "publish", unless=("*.md", "*claim*")),
    Retired(r"(go|goes|going|went|gone) out(?! of)", "is published, is sent"),
    Retired(r"Telling", "change notes"),
    Retired(r"gates?", "blockers, next edition"),
    Retired(r"(?<!release )candidates?(?! section|\.\w)", "next edition", SCREENS),
    Retired(r"reasons", "blockers", PUBLISHING, unless=("*change_notes*",)),
    Retired(r"Ground|MissingRight|WrongState|StalePage|BadContent", "NotPermitted, InvalidState, StaleEdit …", CODE),
    Retired(r"Answer(?=[(:\]])", "Verdict", ("*.py",)),
    Retired(r"notices?", "notification", NOTIFYING),
    Retired(r"dbguards?|guards?", "trigger"),
    Retired(r"prov(e|es|ed|ing) (who|identity|their|her|his)", "verify identity"),
    Retired(r"Memory", "PageCache", ("*.py",)),
    Retired(r"kept (pages?|forms?|names|lists)|pages? (is|are|was|were|be) kept", "cached, stored"),
    Retired(r"for machines", "machine-readable"),
    Retired(r"a_to_z", "browse"),
    Retired(r"join(ing|ed)", "merge", ("*merge*",)),
    Retired(r"(MOST|LEAST|LONGEST|SHORTEST|QUICKEST|BIGGEST)_\w+|MOST|LEAST|AT_MOST|AT_LEAST", "MAX_…, MIN_…"),
)

# Names that nobody could guess.
NAMES = (
    Retired(r"known_to", "with_reviewer_state"),
    Retired(r"pressing_first", "by_urgency"),
    Retired(r"unclaimed_by_others", "claimable_by"),
    Retired(r"has_wrote", "is_author"),
    Retired(r"take_text", "attach_revision"),
    Retired(r"Look(?=[(\])=,:]| \|)", "CheckResult", ("*.py",)),
    Retired(r"Around", "GuideContext", ("*.py",)),
    Retired(r"to_be_read", "read_url"),
    Retired(r"small acts?", "action, run_action"),
    Retired(r"go_on", "redirect_to_next"),
    Retired(r"until_published", "memoize_until_published"),
    Retired(r"REPORT_SETTLED", "SETTLE_REPORT"),
    Retired(r"for (\w+, )*each(, \w+)* (in|of)|each(?=\.\w| =>)|(?<=\()each", "the thing's own name", CODE),
    Retired(r"def test (who|what)", "a rule: test_author_cannot_approve_own_revision", ("*.py",)),
)

# English that a reader would stumble over.
ENGLISH = (
    Retired(r"anew", "again"),
    Retired(r"mend(s|ed|ing)?", "fix"),
    Retired(r"gainsa(y|ys|id|ying)", "contradict"),
    Retired(r"stands|stood", "is"),
    Retired(
        r"(tells|told)(?! (apart|otherwise|readers|you|your|them)\b)", "says", unless=("*preflight/section_mentions*",)
    ),
    Retired(r"look(s|ed|ing)? at", "check, read, see"),
    Retired(r"for so long", "until"),
    Retired(r"at the (most|least)", "at most, at least"),
    Retired(r"the own", "their own"),
    Retired(r"Who (has|is|wrote|writes|signs|reads|reviews)\b[^.?:]* (is|are|has|gets?|sees?|proves?)", "Users who …"),
    Retired(r"(colour|behaviour|favour|honour|neighbour|flavour)\w*", "color, behavior …"),
    Retired(r"grey|centre[ds]?|judgement|learnt|whilst|towards", "gray, center, judgment, learned, while, toward"),
    Retired(
        r"(recogn|organ|normal|sanit|capital|summar|initial|serial|emphas|minim|real|author|final)"
        r"is(e|es|ed|er|ers|ing|ation)",
        "-ize",
    ),
    Retired(r"licences?", "license", SCREENS),
    Retired(r"cancell(ed|ing)(?![\"'_])", "canceled", SCREENS),
)

# Sentences of the screens that were replaced.
SENTENCES = (
    Retired(r"throw (my|your) unsaved|throw(n|s)? away", "Discard changes", unless=("*comparison*",)),
    Retired(r"which texts ever said|search its texts", "Search all revisions / Search revisions"),
    Retired(r"that was not done", "Nothing was changed"),
    Retired(r"let it lead here", "Redirect this address permanently"),
    Retired(r"What changes the meaning", "Clinical changes"),
    Retired(r"was taken out", "removed"),
    Retired(r"does without this section", "Remove this section"),
    Retired(r"easily miscounted", "Add a thousands separator: 500,850."),
    Retired(r"i take this one", "Assign to me"),
    Retired(r"the public reads nothing of this guide", "Not published."),
    Retired(r"who has something to do", "Everyone involved is notified by email"),
)

RETIRED = (*IDEAS, *NAMES, *ENGLISH, *SENTENCES)
