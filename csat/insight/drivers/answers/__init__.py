"""What was answered, made ready for a driver analysis: rows and columns kept, sums for resampling, gaps."""
