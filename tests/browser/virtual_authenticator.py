"""Chromium's authenticator without a device (chromedevtools.github.io/devtools-protocol/tot/WebAuthn/)."""

from playwright.sync_api import CDPSession, Page

UNLOCKED = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """Give a page's browser an authenticator whose user is always verified."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": UNLOCKED})
    return session, made["authenticatorId"]
