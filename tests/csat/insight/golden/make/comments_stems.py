"""Makes comments_stems.json with PostgreSQL's own build of the Snowball stemmers (libstemmer, in C).

Run from the root with a running PostgreSQL: python -m tests.csat.insight.golden.make.comments_stems URL
"""

import json
import sys
from pathlib import Path

import psycopg

from csat.insight.comments.codebook import default_codebook

# The single words of the code book as it was when this was last run.
WORDS = sorted({term for theme in default_codebook().themes for term in theme.terms["en"] if term.isalpha()})


def main() -> None:
    with psycopg.connect(sys.argv[1]) as connection:
        version = connection.execute("show server_version").fetchone()
        rows = connection.execute(
            "select word, (ts_lexize('english_stem', word))[1] from unnest(%s::text[]) word", (WORDS,)
        ).fetchall()
    body = {
        "source": "PostgreSQL, dictionary english_stem",
        "call": "ts_lexize('english_stem', word)",
        "versions": {"PostgreSQL": version[0] if version else ""},
        "input": {"words": [word for word, _ in rows]},
        "expected": {"stems": [stem for _, stem in rows]},
    }
    path = Path(__file__).parent.parent / "comments_stems.json"
    path.write_text(json.dumps(body) + "\n", encoding="utf-8")


main()
