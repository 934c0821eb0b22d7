"""The place where convolutional neural networks are understood by touching them."""
