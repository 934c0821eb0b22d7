"""Parts of the page Pooling."""
