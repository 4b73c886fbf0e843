"""`python -m generator` is `karier`."""

from generator.cli import main

main()
