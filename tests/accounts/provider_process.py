"""The provider's process: oidc-provider-mock, which also signs with its own key whatever a test asks for.

It posts no logout tokens by itself: tests post what it signed, as a provider would.
"""

import os
import sys

import flask
import oidc_provider_mock
import uvicorn
from joserfc import jwk, jwt


def main() -> None:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # no TLS on this machine
    provider = oidc_provider_mock.app()

    @provider.post("/sign")
    def sign() -> str:
        asked = flask.request.get_json()
        key = jwk.RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
        return jwt.encode({"alg": "RS256", **asked["header"]}, asked["claims"], key)

    uvicorn.run(provider, interface="wsgi", port=int(sys.argv[1]), log_config=None)


if __name__ == "__main__":
    main()
