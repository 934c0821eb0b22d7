"""Parts of the page on famous networks: the years of the challenge, the presets, two of them compared."""
