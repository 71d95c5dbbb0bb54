"""Tags of the pages about who is asked: rounds, ledgers, foresight."""
