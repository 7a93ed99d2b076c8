"""Whether a user may propose a word of the site, accept it, or decline it.

As in `monograph.permissions`, the verb and the page with its button ask the same function.
"""

from .models import SiteWord
from .permissions import AnyUser, Verdict, has_right, invalid_state


def may_propose_word(user: AnyUser) -> Verdict:
    return has_right(user, "propose_siteword", "propose words")


def may_decide_words(user: AnyUser) -> Verdict:
    """Return whether a user may accept and decline words, other people's at least."""
    return has_right(user, "decide_siteword", "decide on words")


def may_accept_word(user: AnyUser, word: SiteWord) -> Verdict:
    """Return whether a user may accept a word: the reviewer's right, and somebody else proposed it."""
    verdict = may_decide_words(user)
    if verdict and word.is_known:
        return invalid_state("known", f"“{word.word}” is already known.")
    if verdict and word.added_by_id == user.pk:
        return Verdict("own_word", "You proposed this word, so somebody else has to accept it.")
    return verdict


def may_decline_word(user: AnyUser, word: SiteWord) -> Verdict:
    """Return whether a user may decline a word, also one that is known by now."""
    verdict = may_decide_words(user)
    if verdict and word.state == SiteWord.State.DECLINED:
        return invalid_state("declined", f"“{word.word}” is already declined.")
    return verdict
