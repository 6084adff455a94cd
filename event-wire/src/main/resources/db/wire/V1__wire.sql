-- The wire's own tables: what is still to be published, and how far each consumed topic has been applied.

-- Rows that committed with the state they tell of and that the relay has not yet seen acknowledged. Ids are handed out
-- before commit, so they are not the order of commits; for one account they are, because its row lock is held from
-- before the id is taken until the commit.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic       text        NOT NULL,
    record_key  text        NOT NULL,
    payload     text        NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 100, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The next offset of each consumed partition; moves in the transaction of the effects.
CREATE TABLE inbox_position (
    topic        text   NOT NULL,
    partition    int    NOT NULL,
    next_offset  bigint NOT NULL,
    PRIMARY KEY (topic, partition)
);

-- The last sequence number of each account that was applied, per topic: what makes a repeated event harmless.
CREATE TABLE applied_seq (
    topic       text COLLATE "C" NOT NULL,
    account_id  text COLLATE "C" NOT NULL,
    seq         bigint           NOT NULL,
    -- Set when an event of the account could not be applied: everything that follows is held until a re-drive.
    parked_reason  text,
    parked_at      timestamptz,
    PRIMARY KEY (topic, account_id)
);

CREATE INDEX applied_seq_parked ON applied_seq (topic, parked_at) WHERE parked_reason IS NOT NULL;

-- Events that wait: behind a gap in their account's sequence, or behind a poison event.
CREATE TABLE held_event (
    topic       text COLLATE "C" NOT NULL,
    account_id  text COLLATE "C" NOT NULL,
    partition   int         NOT NULL,
    record_offset bigint    NOT NULL,
    -- Null where the record could not be read.
    seq         bigint,
    payload     bytea       NOT NULL,
    held_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, account_id, record_offset)
);
