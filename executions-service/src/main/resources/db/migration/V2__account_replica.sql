-- What executions must know of an account before it takes an order: a replica of what accounts-service owns, and the
-- counter of the account's execution events. Every transaction of this service locks these rows first, in id order;
-- the collation is "C" so that PostgreSQL and Java sort the ids alike.
CREATE TABLE account (
    id        text COLLATE "C" PRIMARY KEY,
    owner     text    NOT NULL,
    currency  text    NOT NULL,
    status    text    NOT NULL CHECK (status IN ('ACTIVE', 'CLOSE_ONLY', 'LOCKED', 'CLOSED')),
    -- True while an event of the account could not be applied: it may then only close positions.
    parked    boolean NOT NULL DEFAULT false,
    -- Ledger balance, with realised profit that the ledger has yet to settle.
    cash      numeric NOT NULL,
    -- Of the account's last execution event.
    seq       bigint  NOT NULL CHECK (seq >= 0)
) WITH (fillfactor = 70);
