"""layerlint reads a backend's source, never runs it, and tells what breaks its layering."""
