"""Every address, asked by everybody, for rows that are theirs and rows that are not."""
