"""The only place that imports streamlit: cached work, session state, widgets, wording."""
