"""Parts of the page Filters."""
