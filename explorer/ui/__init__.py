"""Streamlit helpers that pages share: the frame, the address, errors, memory."""
