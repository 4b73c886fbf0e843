"""The search index: public records cut into bundles, each turned into files by Pagefind."""
