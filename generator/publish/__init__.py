"""Publish: the new site is staged beside the old one and takes its place in one step, or not at all."""
