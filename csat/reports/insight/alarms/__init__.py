"""What is to be known about alarms as such: how many are false, and what people said of them."""
