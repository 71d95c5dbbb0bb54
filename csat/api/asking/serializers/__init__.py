"""What goes in and out of the endpoints about asking; unknown fields are refused by name."""
