"""The verbs of survey rules: plan, release, run, pause, hold."""
