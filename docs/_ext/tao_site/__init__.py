"""The site's own Sphinx extension: paragraphs of `spec/` become needs, the code stands beside them, the matrix is checked."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from tao_site import site


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tie the extension to Sphinx."""
    app.connect("builder-inited", site.begin)
    app.connect("env-get-outdated", site.find_outdated)
    app.connect("source-read", site.read_source)
    app.connect("env-check-consistency", site.check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
