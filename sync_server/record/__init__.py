"""The central record: every change that arrived, what each record is now, and the queries that read it."""
