"""Words of the public pages that stand in code that knows no translation."""


def gettext_noop(words: str) -> str:
    """Mark words, so that `makemessages` finds them. They are translated where they are shown."""
    return words
