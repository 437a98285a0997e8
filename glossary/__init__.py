"""The lasting record: a SQLite glossary, and what searches, checks and exports it."""
