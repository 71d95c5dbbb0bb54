"""How rows look outside: public ids, plain names, null in place of personal data that a login may not see."""
