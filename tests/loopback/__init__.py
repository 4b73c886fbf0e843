"""A stand-in for Google Sheets and Drive on this machine, held to Google's own discovery documents."""
