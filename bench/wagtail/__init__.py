"""A small Wagtail site with the same guide, to compare its editing with ours.

It is set up like Wagtail's own project template and documentation: its database search, its moderation workflow, its
log. Where there is a choice, it uses the one that is faster for Wagtail: its search index has titles only, as our desks
fill no index either, and nobody gets mail.

Each section is a RichTextField, because a guide's sections are a fixed catalogue in a fixed order: Wagtail's
documentation recommends StreamField for pages without one. With a StreamField of the same texts, saves took longer and
the database grew more. Wagtail's rich text has neither tables nor callouts: rows and callouts are plain paragraphs
here, with the same words.
"""
