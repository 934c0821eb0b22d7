"""Parts of the page Channels."""
