"""How much a mailbox and a client bear, and what the company has agreed on about asking."""
