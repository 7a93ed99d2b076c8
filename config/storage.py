"""The storage of the static files in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with hashed names, also in the imports of JavaScript modules."""

    support_js_module_import_aggregation = True
