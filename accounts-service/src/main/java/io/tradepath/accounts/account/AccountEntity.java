package io.tradepath.accounts.account;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.fx.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An account as it is opened and read; what changes it is {@link AccountRow}. */
@Entity
@Table(name = "account")
class AccountEntity {
    static final String ID = "id";
    static final String OWNER = "owner";
    static final String CURRENCY = "currency";
    static final String STATUS = "status";

    /** The number of the event that tells of the opening. */
    private static final long SEQ_OPENED = 1;

    @Id
    private @Nullable String id;

    private @Nullable String owner;

    private @Nullable String alias;

    private @Nullable String currency;

    @Enumerated(EnumType.STRING)
    private @Nullable AccountStatus status;

    private @Nullable BigDecimal balance;

    private long seq;

    // Null until it is stored: that is how Spring Data tells a new one.
    @Version
    private @Nullable Long version;

    @Column(name = "created_time")
    private @Nullable Instant createdTime;

    /** For JPA. */
    protected AccountEntity() {}

    AccountEntity(AccountId id, String owner, String alias, Currency currency, Instant createdTime) {
        this.id = id.value();
        this.owner = owner;
        this.alias = alias;
        this.currency = currency.getCurrencyCode();
        this.status = Standing.OPENED.status();
        this.balance = Money.zero(currency).amount();
        this.seq = SEQ_OPENED;
        this.createdTime = createdTime;
    }

    String id() {
        return Objects.requireNonNull(id);
    }

    String owner() {
        return Objects.requireNonNull(owner);
    }

    long version() {
        return Objects.requireNonNull(version);
    }

    /** What the topic of accounts carries of it when it is opened. */
    AccountState state() {
        return new AccountState(
                new AccountId(id()),
                seq,
                owner(),
                Objects.requireNonNull(alias),
                Currency.getInstance(currency),
                Objects.requireNonNull(status));
    }

    AccountView view() {
        Money ledgerBalance = new Money(Objects.requireNonNull(balance), Currency.getInstance(currency));
        // Nothing holds money yet: withdrawals will.
        Money held = Money.zero(ledgerBalance.currency());
        return new AccountView(
                id(),
                Objects.requireNonNull(alias),
                ledgerBalance.currency(),
                Objects.requireNonNull(status),
                ledgerBalance.amount(),
                ledgerBalance.minus(held).amount(),
                held.amount(),
                owner(),
                Objects.requireNonNull(createdTime));
    }
}
