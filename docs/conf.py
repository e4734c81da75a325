"""The site: the chapters of `spec/` with their code beside them, and everything that is drawn from the code."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

project = "tao-spec"
author = "the authors of tao-spec"
html_title = "tao-spec"
extensions = ["myst_parser", "sphinx_needs", "tao_site"]
exclude_patterns = [
    "_ext",
    "_templates",
    ".gitignore",
    "generated/coverage.md",
    "generated/revisions.md",
    "generated/halvings.md",
    "generated/swaps.md",
    "generated/family.md",
    "generated/parts/*.md",
    "generated/strength-*.md",
]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline"]
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
pygments_style = "friendly"
pygments_dark_style = "github-dark"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0a6e5c", "color-brand-content": "#0a6e5c"},
    "dark_css_variables": {"color-brand-primary": "#4fd1b5", "color-brand-content": "#4fd1b5"},
}

needs_types = [
    {"directive": "rule", "title": "Rule", "prefix": "", "color": "#0a6e5c", "style": "node"},
    {"directive": "invariant", "title": "Invariant", "prefix": "INV-", "color": "#35508f", "style": "node"},
    {"directive": "deviation", "title": "Deviation", "prefix": "KNOWN-", "color": "#c2571a", "style": "node"},
    {"directive": "case", "title": "Case", "prefix": "", "color": "#6b6f76", "style": "node"},
    {"directive": "evidence", "title": "Evidence", "prefix": "", "color": "#8a6d1c", "style": "node"},
]
needs_id_regex = r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$"
needs_fields = {
    "place": {"description": "where it comes in the order of numbers", "schema": {"type": "string"}, "nullable": True},
    "chapter": {"description": "the chapter that states it", "schema": {"type": "string"}, "nullable": True},
    "call": {"description": "the call that it answers", "schema": {"type": "string"}, "nullable": True},
    "code": {"description": "its function, behind tao_spec.transition", "schema": {"type": "string"}, "nullable": True},
    "unreached": {"description": "why no case reaches it", "schema": {"type": "string"}, "nullable": True},
    "verdicts": {"description": "what clients made of its vectors", "schema": {"type": "string"}, "nullable": True},
    "sha256": {"description": "the hash of the vector's file", "schema": {"type": "string"}, "nullable": True},
}
needs_links = {
    "exercises": {"incoming": "Cases", "outgoing": "Exercises"},
    "guards": {"incoming": "Invariants", "outgoing": "Guards"},
    "deviates": {"incoming": "Deviations", "outgoing": "Concerns"},
    "confirms": {"incoming": "Evidence", "outgoing": "Vector of"},
}
needs_layouts = {
    "tao": {
        "grid": "simple_footer",
        "layout": {
            "head": ["<<meta('id')>> **<<meta('title')>>**"],
            "meta": [],
            "footer": [
                "<<meta('call', prefix='Answers ')>>",
                "<<meta('verdicts', prefix='Vectors accepted: ')>>",
                "<<meta('unreached', prefix='No case: ')>>",
                "<<meta('sha256', prefix='SHA-256 ')>>",
                "<<meta_links_all()>>",
            ],
        },
    },
}
needs_default_layout = "tao"
needs_table_page_size = 50
needs_role_need_template = "{{ id }}"
needs_title_optional = True
needs_build_json = False
needs_table_style = "datatables"
needs_css = "blank.css"
