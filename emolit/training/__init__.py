"""How the reading model is made and measured. Used by the shell, never by the app."""
