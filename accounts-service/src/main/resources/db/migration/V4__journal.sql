-- The double-entry journal. An entry is a balanced set of postings, written whole in one statement and never changed;
-- a mistake is corrected by another entry. Credits are positive, debits negative: a client's postings sum to what the
-- house owes to the client.
CREATE TABLE journal_entry (
    id          text COLLATE "C" PRIMARY KEY,
    type        text        NOT NULL CHECK (type IN ('DEPOSIT', 'REALISED_PL')),
    time        timestamptz NOT NULL,
    -- The client's account whose transaction this is.
    account_id  text COLLATE "C" NOT NULL REFERENCES account,
    -- What it goes back to: the client's idempotency key, or a fill.
    idempotency_key text COLLATE "C",
    order_id    text COLLATE "C",
    fill_id     text COLLATE "C",
    CHECK ((type = 'DEPOSIT') = (idempotency_key IS NOT NULL)),
    CHECK ((type = 'REALISED_PL') = (order_id IS NOT NULL AND fill_id IS NOT NULL))
);

-- A key has one effect in its account, a fill is settled once.
CREATE UNIQUE INDEX journal_entry_of_key ON journal_entry (account_id, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE UNIQUE INDEX journal_entry_of_fill ON journal_entry (fill_id) WHERE fill_id IS NOT NULL;

CREATE TABLE posting (
    entry_id    text COLLATE "C" NOT NULL REFERENCES journal_entry,
    leg         smallint NOT NULL CHECK (leg >= 1),
    account_id  text COLLATE "C" REFERENCES account,
    house_account text   CHECK (house_account IN ('BANK', 'TRADING')),
    currency    text     NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount      numeric  NOT NULL CHECK (amount <> 0),
    -- Of a client's account: the event that tells of the posting, and the balance after it.
    seq         bigint,
    balance     numeric,
    PRIMARY KEY (entry_id, leg),
    CHECK (num_nonnulls(account_id, house_account) = 1),
    CHECK (num_nonnulls(account_id, seq, balance) IN (0, 3))
);

CREATE UNIQUE INDEX posting_of_account ON posting (account_id, seq) WHERE account_id IS NOT NULL;

-- Java checks it too; this is for the bug that Java has not thought of. One look per statement, not per row. An entry
-- must be whole in its statement: since leg 1 is there once, no later statement can add to it.
CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_postings GROUP BY entry_id, currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'journal entry does not balance' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM new_postings GROUP BY entry_id HAVING min(leg) <> 1) THEN
        RAISE EXCEPTION 'journal entry added to' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER balanced AFTER INSERT ON posting
    REFERENCING NEW TABLE AS new_postings
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_entry();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
