"""Does satisfaction move before revenue: by how many months, how strongly, or is there no evidence."""
