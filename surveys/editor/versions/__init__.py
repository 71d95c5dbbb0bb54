"""What was published: versions, what changed between them, the next one."""
