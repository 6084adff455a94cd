-- The log of each account's execution events, for clients that read it with afterSeq. The payload is the event as it
-- went on the bus, byte for byte.
CREATE TABLE execution_event (
    account_id  text COLLATE "C" NOT NULL REFERENCES account,
    seq         bigint      NOT NULL CHECK (seq > 0),
    time        timestamptz NOT NULL,
    payload     text        NOT NULL,
    PRIMARY KEY (account_id, seq)
);
