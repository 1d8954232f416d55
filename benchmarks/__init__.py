"""How fast the main job is and how little it sends: ``python -m benchmarks`` (see docs/benchmarks.md)."""
