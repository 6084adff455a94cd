package io.tradepath.accounts.account;

import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import jakarta.persistence.criteria.Predicate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.domain.Specification;

/**
 * Which accounts a list is to show.
 *
 * @param owner null for every owner's
 * @param before null for the first page, otherwise the last account of the page before: newer ones come first
 */
record AccountFilter(
        @Nullable String owner,
        @Nullable Currency currency,
        @Nullable AccountStatus status,
        @Nullable AccountId before) {

    /** What the caller may see of it: an operator everything, anybody else the own accounts. */
    AccountFilter visibleTo(Caller caller) {
        return caller.ops() ? this : new AccountFilter(caller.subject(), currency, status, before);
    }

    Specification<AccountEntity> specification() {
        return (account, _, where) -> {
            List<Predicate> all = new ArrayList<>();
            if (owner != null) {
                all.add(where.equal(account.get(AccountEntity.OWNER), owner));
            }
            if (currency != null) {
                all.add(where.equal(account.get(AccountEntity.CURRENCY), currency.getCurrencyCode()));
            }
            if (status != null) {
                all.add(where.equal(account.get(AccountEntity.STATUS), status));
            }
            if (before != null) {
                all.add(where.lessThan(account.get(AccountEntity.ID), before.value()));
            }
            return where.and(all);
        };
    }
}
