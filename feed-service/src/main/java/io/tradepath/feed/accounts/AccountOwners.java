package io.tradepath.feed.accounts;

import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who owns each account, as the {@code accounts} topic says. Written by one thread, read by any. */
public final class AccountOwners {
    private final Map<AccountId, Known> known = new ConcurrentHashMap<>();
    private final List<Consumer<AccountId>> listeners = new CopyOnWriteArrayList<>();

    private record Known(long seq, String owner) {}

    /** What there is to say about a subject and an account. */
    public enum Ownership {
        OWNED,
        /** Somebody else's. */
        FOREIGN,
        /** Not heard of: made up, or so new that it is still on its way here. */
        UNKNOWN
    }

    public Ownership ownership(String subject, AccountId account) {
        Known found = known.get(account);
        if (found == null) {
            return Ownership.UNKNOWN;
        }
        return found.owner().equals(subject) ? Ownership.OWNED : Ownership.FOREIGN;
    }

    /** Takes in a state; an older one than that known changes nothing. */
    public void accept(AccountState state) {
        Known before = known.get(state.accountId());
        if (before != null && before.seq() >= state.seq()) {
            return;
        }
        known.put(state.accountId(), new Known(state.seq(), state.owner()));
        if (before == null || !before.owner().equals(state.owner())) {
            listeners.forEach(listener -> listener.accept(state.accountId()));
        }
    }

    /** {@code listener} is called whenever an account is new or has another owner. */
    public void onChange(Consumer<AccountId> listener) {
        listeners.add(listener);
    }
}
