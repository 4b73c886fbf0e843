"""Judging: cells by their schema, rows by their rules, tables against each other. Nothing is lost."""
