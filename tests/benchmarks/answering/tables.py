"""The limit's two tables, beside Barometer's in the same database."""

TABLES = """
CREATE TABLE IF NOT EXISTS bench_response (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    submitted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS bench_answer (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    response_id bigint NOT NULL REFERENCES bench_response,
    question smallint NOT NULL, value smallint NOT NULL);
CREATE INDEX IF NOT EXISTS bench_answer_response ON bench_answer (response_id);
"""
