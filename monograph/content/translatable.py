"""Marks words of the public pages for translation in code that imports no Django."""


def gettext_noop(words: str) -> str:
    """Mark words for `makemessages`; they are translated where they are shown."""
    return words
