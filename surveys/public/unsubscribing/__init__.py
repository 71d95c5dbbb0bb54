"""The page behind every mail's unsubscribe link: nothing any more, or only what a person chooses (D12)."""
