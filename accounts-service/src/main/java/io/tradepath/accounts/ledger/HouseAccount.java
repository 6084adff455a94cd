package io.tradepath.accounts.ledger;

/** The house's side of clients' transactions. */
public enum HouseAccount implements LedgerAccount {
    /** Clients' money at the bank. */
    BANK,
    /** What clients' trades made or lost, seen from the house. */
    TRADING
}
