"""Email to the people who work on guides: who is notified of what, and sending it.

A verb queues notifications in its own transaction and sends nothing, so that a rollback notifies nobody and a slow mail
server blocks no verb. The command `send_notices` sends them, from a timer.

Mail leaves the site, so it never contains a draft's text, nor a comment, which may quote one. It says who did what to
which section, by the section's name in the catalogue, and links to the page. It may contain public text.
"""
