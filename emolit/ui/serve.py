"""Start the app as `streamlit run app.py` does, but for one thing.

Until `st.navigation` has run once, Streamlit takes a folder called `pages` for its older kind of app; the first visitor
who comes by a link to a page is told that it does not exist. Here it is told at the start that the folder is not that.
"""

from __future__ import annotations

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

_APP = Path(__file__).parents[2] / "app.py"

if __name__ == "__main__":
    PagesManager.uses_pages_directory = False
    sys.argv = ["streamlit", "run", str(_APP), *sys.argv[1:]]
    sys.exit(cli.main())
