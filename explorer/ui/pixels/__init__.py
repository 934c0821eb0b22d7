"""Parts of the page Pixels."""
