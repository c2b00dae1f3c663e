"""Start the app as `streamlit run app.py` does, but for one thing.

Until `st.navigation` has run once, Streamlit takes a folder called `pages` for its older kind of app; the first visitor
who comes by a link to a page is told that it does not exist. Here it is told at the start that the folder is not that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from emolit.corpus import PUBLIC_LIMITS
from emolit.settings import Settings

_APP = Path(__file__).parents[2] / "app.py"


def flags(settings: Settings) -> list[str]:
    """Streamlit's options for a server that strangers visit; none for one's own machine."""
    if not settings.public:
        return []
    chosen = {
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.enableStaticServing": "false",
        "server.enableAgentApi": "false",
        "server.enableXsrfProtection": "true",
        "server.maxUploadSize": str(1 + PUBLIC_LIMITS.file_bytes // 1_000_000),
        "client.showErrorDetails": "none",
        "browser.gatherUsageStats": "false",
    }
    words = [f"--{name}={value}" for name, value in chosen.items()]
    return words + [f"--server.allowedHosts={host}" for host in settings.allowed_hosts]


if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    settings = Settings.from_env()
    if settings.public:
        from emolit.ui import cached

        cached.warm_up()
    sys.argv = ["streamlit", "run", str(_APP), *flags(settings), *sys.argv[1:]]
    sys.exit(cli.main())
