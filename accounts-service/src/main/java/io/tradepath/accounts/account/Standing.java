package io.tradepath.accounts.account;

import io.tradepath.events.AccountStatus;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an account's owner may do, and why no more. An account is close-only as long as there is a cause for it; a locked
 * or closed one remembers the causes and stays what it is.
 */
public record Standing(AccountStatus status, Set<CloseOnlyCause> causes) {
    static final Standing OPENED = new Standing(AccountStatus.ACTIVE, Set.of());

    public Standing {
        causes = Set.copyOf(causes);
        if ((status == AccountStatus.ACTIVE && !causes.isEmpty())
                || (status == AccountStatus.CLOSE_ONLY && causes.isEmpty())) {
            throw new IllegalArgumentException("%s because of %s".formatted(status, causes));
        }
    }

    public Standing with(CloseOnlyCause cause) {
        EnumSet<CloseOnlyCause> more = EnumSet.of(cause);
        more.addAll(causes);
        return becauseOf(more);
    }

    public Standing without(CloseOnlyCause cause) {
        EnumSet<CloseOnlyCause> fewer = EnumSet.noneOf(CloseOnlyCause.class);
        fewer.addAll(causes);
        fewer.remove(cause);
        return becauseOf(fewer);
    }

    /** Money may come in as long as the account is not locked: in a close-only account it only lowers the risk. */
    public boolean takesDeposits() {
        return switch (status) {
            case ACTIVE, CLOSE_ONLY -> true;
            case LOCKED, CLOSED -> false;
        };
    }

    private Standing becauseOf(Set<CloseOnlyCause> now) {
        return switch (status) {
            case ACTIVE, CLOSE_ONLY ->
                new Standing(now.isEmpty() ? AccountStatus.ACTIVE : AccountStatus.CLOSE_ONLY, now);
            case LOCKED, CLOSED -> new Standing(status, now);
        };
    }
}
