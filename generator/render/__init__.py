"""Pages and data products, from the public portal alone."""
