"""A small Wagtail site with the same guide, to measure its editing beside ours.

It is set up as Wagtail's own project template and documentation do: its database search, its moderation workflow, its
log. Where there is a choice, the one that is faster for Wagtail is taken: its search index holds titles only, as the
desks of ours fill no index either, and nobody is sent mail.

Each section is a RichTextField, because a guide's sections are a fixed catalogue in a fixed order: Wagtail's
documentation has StreamField for pages without one. A StreamField of the same texts was tried: its saves took longer
and grew the database more. Wagtail's rich text knows neither tables nor callouts: rows and callouts are plain
paragraphs here, with the same words.
"""
