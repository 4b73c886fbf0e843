"""Portal Karier ASN: tables in, a published career-development portal out.

    sources ─▶ validate ─▶ derive ─▶ ║ the wall ║ ─▶ render ─▶ publish
                  │                  (model.public)                │
                  └──────────▶ report: what HR reads ◀─────────────┘

Each stage is a folder and each step a file; `pipeline.build` tells the whole of it in forty lines.
Stages never import each other: they meet in `model`. What a page may know is `model.public`, and nothing
private can reach it. Words that people read stand in `words/`, in Bahasa Indonesia.
"""
