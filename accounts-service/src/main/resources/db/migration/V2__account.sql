-- A client's account. Its row is the unit of locking: whoever changes the account's money or status locks the row
-- first (FOR NO KEY UPDATE, several in the order of ids) and numbers the account's events under that lock.
-- House accounts have no row: one row would make every deposit wait for every other one.
CREATE TABLE account (
    id            text COLLATE "C" PRIMARY KEY,
    owner         text        NOT NULL,
    alias         text        NOT NULL,
    currency      text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    status        text        NOT NULL CHECK (status IN ('ACTIVE', 'CLOSE_ONLY', 'LOCKED', 'CLOSED')),
    -- Why it is close-only: it is ACTIVE again when the last of them is gone.
    close_only_causes text[]  NOT NULL DEFAULT '{}'
        CHECK (close_only_causes <@ '{OPS,PARKED_HERE,PARKED_AT_EXECUTIONS}'),
    balance       numeric     NOT NULL,
    -- Of the account's last event.
    seq           bigint      NOT NULL CHECK (seq >= 1),
    -- Counts the changes of the row: the ETag.
    version       bigint      NOT NULL,
    created_time  timestamptz NOT NULL,
    CHECK (status <> 'ACTIVE' OR close_only_causes = '{}'),
    CHECK (status <> 'CLOSE_ONLY' OR close_only_causes <> '{}')
) WITH (fillfactor = 80); -- room for the next version beside the old one: no index changes with a balance

CREATE INDEX account_of_owner ON account (owner, id);
