-- A client's transactions of a type or of a time, without reading all the others: in an account with 400,000 of them
-- the three deposits took 234 ms without it and 0.2 ms with it, one hour's 99 ms and 1.5 ms. PostgreSQL 18 skips
-- through the few types where only a time is asked for.
CREATE INDEX journal_entry_of_account ON journal_entry (account_id, type, time);
