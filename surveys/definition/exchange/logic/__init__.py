"""Rules of other tools: read as trees, said in ours."""
