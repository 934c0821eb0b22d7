"""Views that react without asking the server: one folder each, with script, style and typed wrapper."""
