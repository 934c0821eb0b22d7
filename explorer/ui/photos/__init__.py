"""Parts of the page Photos."""
