"""Parts of the page on counting: why a CNN, and why published counts differ."""
