"""That the installation runs: the sweep's pulse, and timetables as rows."""
