-- Orders, their fills, and the positions that the fills make. Ids are UUIDv7, so (account_id, id) is also the order in
-- which an account's orders came.
CREATE TABLE orders (
    account_id       text COLLATE "C" NOT NULL REFERENCES account,
    id               uuid        NOT NULL,
    client_order_id  text COLLATE "C" NOT NULL,
    instrument       text        NOT NULL,
    side             text        NOT NULL CHECK (side IN ('BUY', 'SELL')),
    units            numeric     NOT NULL CHECK (units >= 0),
    filled_units     numeric     NOT NULL CHECK (filled_units >= 0),
    leaves_units     numeric     NOT NULL CHECK (leaves_units >= 0),
    type             text        NOT NULL CHECK (type IN ('MARKET')),
    price_bound      numeric     CHECK (price_bound > 0),
    time_in_force    text        NOT NULL CHECK (time_in_force IN ('FOK', 'IOC')),
    reduce_only      boolean     NOT NULL,
    tag              text,
    status           text        NOT NULL
        CHECK (status IN ('NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'EXPIRED', 'REJECTED')),
    reject_reason    text,
    cancel_reason    text,
    average_price    numeric     CHECK (average_price > 0),
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (account_id, id),
    -- The idempotency key: it commits with its effect, and a second one cannot.
    UNIQUE (account_id, client_order_id),
    CHECK (filled_units + leaves_units <= units),
    CHECK ((status = 'REJECTED') = (reject_reason IS NOT NULL)),
    CHECK ((status = 'CANCELED') = (cancel_reason IS NOT NULL)),
    CHECK ((filled_units > 0) = (average_price IS NOT NULL))
);

CREATE TABLE fill (
    account_id        text COLLATE "C" NOT NULL,
    -- Of the account's OrderFilled event: the order in which the fills made the position.
    seq               bigint      NOT NULL,
    id                uuid        NOT NULL,
    order_id          uuid        NOT NULL,
    instrument        text        NOT NULL,
    side              text        NOT NULL CHECK (side IN ('BUY', 'SELL')),
    units             numeric     NOT NULL CHECK (units > 0),
    cumulative_units  numeric     NOT NULL CHECK (cumulative_units >= units),
    leaves_units      numeric     NOT NULL CHECK (leaves_units >= 0),
    price             numeric     NOT NULL CHECK (price > 0),
    quote_epoch       bigint      NOT NULL,
    quote_seq         bigint      NOT NULL,
    realised_pl       numeric     NOT NULL,
    conversion_rate   numeric     CHECK (conversion_rate > 0),
    half_spread_cost  numeric     NOT NULL,
    trade_date        date        NOT NULL,
    filled_at         timestamptz NOT NULL,
    PRIMARY KEY (account_id, seq),
    FOREIGN KEY (account_id, order_id) REFERENCES orders
);

CREATE INDEX fill_order ON fill (account_id, order_id);

CREATE TABLE position (
    account_id      text COLLATE "C" NOT NULL REFERENCES account,
    instrument      text    NOT NULL,
    -- Signed: positive bought, negative sold.
    units           numeric NOT NULL,
    average_price   numeric CHECK (average_price > 0),
    -- In the account's currency, not rounded; what was posted is its rounding.
    realised_exact  numeric NOT NULL,
    PRIMARY KEY (account_id, instrument),
    CHECK ((units = 0) = (average_price IS NULL))
) WITH (fillfactor = 70);
