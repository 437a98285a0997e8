"""What `bench_model.py` measures, and the peers it measures beside."""
