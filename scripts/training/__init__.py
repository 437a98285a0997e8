"""The parts of `scripts/train_model.py`, in the order they run: corpora, vocabulary, prior, objectives, export."""
