"""Networks as plans: written, read, worked out layer by layer, mended."""
