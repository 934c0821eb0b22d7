"""Parts of the page Convolution."""
