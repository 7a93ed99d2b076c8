"""Files of the packages that the word lists are made of."""

import tarfile


def member(archive: tarfile.TarFile, name: str) -> str:
    opened = archive.extractfile(name)
    if opened is None:
        raise FileNotFoundError(name)
    return opened.read().decode("utf-8")
