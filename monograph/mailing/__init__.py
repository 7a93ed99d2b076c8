"""Telling people by mail what waits for them: what is told to whom, and the sending of it.

A verb queues its notices in its own transaction and sends nothing: what is rolled back is told to nobody, and a mail
server that is slow or down holds up no verb. The command `send_notices` sends what waits, from a timer.

A mail leaves the house, so it never holds the text of a draft, nor a remark, which may quote one: it says who did what
to which section, in the catalogue's name of it, and where to read on. What the public can read may stand in it.
"""
