"""The storage of the static files in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compressed files with a hash in their names, also in the relative imports of JavaScript modules."""

    support_js_module_import_aggregation = True
