"""Training, gradients and the making of the shipped weights: the only room that imports torch."""
