"""Sync: forms out, answers in, verdicts back beside the row they judge."""
