"""Excel workbooks in and out: read with limits on everything a hostile file could blow up, written typed."""
