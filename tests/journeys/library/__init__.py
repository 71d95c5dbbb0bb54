"""Each of the library's surveys, answered to the end by keys alone."""
