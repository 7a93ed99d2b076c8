"""A limit for files on their way in, before any page sees them."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from ..content.word_file.conversion import MAX_FILE
from .formats import MAX_BYTES

MAX_UPLOAD = max(MAX_BYTES, MAX_FILE) + 1  # bytes; one more, so that a form sees that a file is too large


class LimitedUploadHandler(FileUploadHandler):
    """Cuts off what goes beyond the largest file that any page takes.

    Django writes files of any size to the server's disk, whoever sends them, and to pages without a file field too. It
    has to come first in `FILE_UPLOAD_HANDLERS`.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data[: max(0, MAX_UPLOAD - start)] or None

    def file_complete(self, file_size: int) -> Any:
        return None
