-- Every event of every account as it was sent, for clients that missed some. It also knows the row of the outbox, so
-- that the answer to a repeated request can wait for the first one's event as the first answer did.
CREATE TABLE event_log (
    account_id  text COLLATE "C" NOT NULL REFERENCES account,
    seq         bigint NOT NULL CHECK (seq >= 1),
    event       text   NOT NULL,
    outbox_id   bigint NOT NULL,
    PRIMARY KEY (account_id, seq)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
