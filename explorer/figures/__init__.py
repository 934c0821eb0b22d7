"""Arrays and specifications in, pictures and formulas out; nothing here knows Streamlit."""
