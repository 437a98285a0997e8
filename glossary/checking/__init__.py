"""Consistency of translations: segment pairs and a glossary's terms in, findings out. Reads no file and knows no model."""
