"""Parts of the page Convolution as a matrix."""
