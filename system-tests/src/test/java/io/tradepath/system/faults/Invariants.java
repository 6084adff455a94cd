package io.tradepath.system.faults;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Money;
import io.tradepath.system.client.Answer;
import io.tradepath.system.client.Api;
import io.tradepath.system.client.History;
import io.tradepath.system.client.History.Kind;
import io.tradepath.system.client.History.Outcome;
import io.tradepath.system.client.PrivateStream;
import io.tradepath.system.suite.RunningSuite;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What must hold once the load has ended and everything on its way has arrived. Each check answers what is wrong. */
public final class Invariants {
    private static final int SHOWN_MAX = 20;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofMillis(100);

    private final DataSource accounts;
    private final DataSource executions;

    Invariants(RunningSuite suite) {
        this(suite.database("accounts"), suite.database("executions"));
    }

    /** Of a suite with these databases, however it was started. */
    public Invariants(DataSource accounts, DataSource executions) {
        this.accounts = accounts;
        this.executions = executions;
    }

    /**
     * Waits until the outboxes are empty and everything sent was applied.
     *
     * @return what has not come to rest within {@code max}; empty where all has
     */
    public List<String> awaitRest(Duration max) throws InterruptedException {
        long deadline = System.nanoTime() + max.toNanos();
        List<String> unrest = List.of("nothing was asked");
        while (!unrest.isEmpty() && System.nanoTime() < deadline) {
            try {
                unrest = unrest();
            } catch (SQLException away) {
                unrest = List.of("PostgreSQL: " + away.getMessage());
            }
            if (!unrest.isEmpty()) {
                Thread.sleep(POLL);
            }
        }
        return unrest;
    }

    private List<String> unrest() throws SQLException {
        List<String> unrest = new ArrayList<>();
        for (Map.Entry<String, DataSource> service :
                Map.of("accounts", accounts, "executions", executions).entrySet()) {
            addIfAny(
                    unrest, service.getKey() + " outbox", Rows.of(service.getValue(), "SELECT id FROM outbox LIMIT 5"));
            addIfAny(
                    unrest,
                    service.getKey() + " held",
                    Rows.of(service.getValue(), "SELECT account_id, seq FROM held_event LIMIT 5"));
        }
        addDifference(
                unrest,
                "account events applied by executions",
                Rows.of(accounts, "SELECT id, seq FROM account ORDER BY id"),
                Rows.of(
                        executions,
                        "SELECT account_id, seq FROM applied_seq WHERE topic = 'account-events' ORDER BY account_id"));
        addDifference(
                unrest,
                "execution events applied by accounts",
                Rows.of(executions, "SELECT id, seq FROM account WHERE seq > 0 ORDER BY id"),
                Rows.of(
                        accounts,
                        "SELECT account_id, seq FROM applied_seq WHERE topic = 'execution-events' AND seq > 0 ORDER BY account_id"));
        return unrest;
    }

    /** Those that hold at any time, also in the middle of load. */
    public List<String> whileItRuns() throws SQLException {
        List<String> wrong = new ArrayList<>();
        addIfAny(
                wrong,
                "1: entries that do not sum to zero",
                Rows.of(
                        accounts,
                        "SELECT entry_id, currency, sum(amount) FROM posting GROUP BY entry_id, currency HAVING sum(amount) <> 0"));
        addIfAny(
                wrong,
                "1: the ledger does not sum to zero",
                Rows.of(
                        accounts,
                        "SELECT currency, sum(amount) FROM posting GROUP BY currency HAVING sum(amount) <> 0"));
        addIfAny(wrong, "2: a balance that is not the sum of its postings", Rows.of(accounts, """
                SELECT a.id, a.balance, coalesce(sum(p.amount), 0)
                FROM account a LEFT JOIN posting p ON p.account_id = a.id
                GROUP BY a.id HAVING a.balance <> coalesce(sum(p.amount), 0)
                """));
        addIfAny(wrong, "4: fills that are not what their order says", Rows.of(executions, """
                SELECT o.id, o.units, o.filled_units, coalesce(sum(f.units), 0)
                FROM orders o LEFT JOIN fill f ON f.account_id = o.account_id AND f.order_id = o.id
                GROUP BY o.account_id, o.id
                HAVING coalesce(sum(f.units), 0) > o.units OR coalesce(sum(f.units), 0) <> o.filled_units
                """));
        return wrong;
    }

    /** All that can be seen in the databases once there is rest. */
    public List<String> atRest() throws SQLException {
        List<String> wrong = new ArrayList<>(whileItRuns());
        checkPositions(wrong);
        addDifference(
                wrong,
                "6: cash replica and ledger",
                Rows.of(executions, "SELECT id, trim_scale(cash) FROM account ORDER BY id"),
                Rows.of(accounts, "SELECT id, trim_scale(balance) FROM account ORDER BY id"));
        addDifference(
                wrong,
                "7: fills with a cash effect and their settlements",
                Rows.of(
                        executions,
                        "SELECT account_id, id, trim_scale(realised_pl) FROM fill WHERE realised_pl <> 0 ORDER BY 1, 2"),
                Rows.of(accounts, """
                        SELECT e.account_id, e.fill_id, trim_scale(p.amount)
                        FROM journal_entry e JOIN posting p ON p.entry_id = e.id AND p.account_id = e.account_id
                        WHERE e.fill_id IS NOT NULL ORDER BY 1, 2
                        """));
        addIfAny(
                wrong,
                "8: gaps in the account events",
                Rows.of(
                        accounts,
                        "SELECT account_id, count(*), max(seq) FROM event_log GROUP BY account_id HAVING count(*) <> max(seq)"));
        addIfAny(
                wrong,
                "8: gaps in the execution events",
                Rows.of(
                        executions,
                        "SELECT account_id, count(*), max(seq) FROM execution_event GROUP BY account_id HAVING count(*) <> max(seq)"));
        return wrong;
    }

    /** 3: what clients were told is what there is. */
    public List<String> againstHistory(History history) throws SQLException {
        List<String> wrong = new ArrayList<>();
        Map<String, String> orders =
                byKey(executions, "SELECT account_id || '/' || client_order_id, status || '|' || id FROM orders");
        Map<String, String> deposits = byKey(accounts, """
                SELECT e.account_id || '/' || e.idempotency_key, trim_scale(sum(p.amount))::text
                FROM journal_entry e JOIN posting p ON p.entry_id = e.id AND p.account_id = e.account_id
                WHERE e.idempotency_key IS NOT NULL GROUP BY 1
                """);
        for (History.Entry entry : history.entries()) {
            String key = entry.account() + "/" + entry.key();
            @Nullable String found = entry.kind() == Kind.ORDER ? orders.get(key) : deposits.get(key);
            String fault = entry.kind() == Kind.ORDER ? orderFault(entry, found) : depositFault(entry, found);
            if (fault != null && wrong.size() < SHOWN_MAX) {
                wrong.add("3: %s %s: %s; told %d after %d attempts, found %s"
                        .formatted(entry.kind(), key, fault, entry.status(), entry.attempts(), found));
            }
        }
        return wrong;
    }

    private static @Nullable String orderFault(History.Entry entry, @Nullable String found) {
        if (entry.outcome() == Outcome.UNKNOWN) {
            return null;
        }
        Answer answer = Objects.requireNonNull(entry.answer());
        if (entry.outcome() == Outcome.OK) {
            String told = answer.text("status") + "|" + answer.text("id");
            return told.equals(found) ? null : "acknowledged as " + told;
        }
        if (entry.status() == 422) {
            return found != null && found.startsWith("REJECTED") ? null : "refused, but not recorded as REJECTED";
        }
        return found == null ? null : "refused, but recorded";
    }

    private static @Nullable String depositFault(History.Entry entry, @Nullable String found) {
        return switch (entry.outcome()) {
            case UNKNOWN -> null;
            case FAIL -> found == null ? null : "refused, but booked";
            case OK -> Objects.equals(found, entry.body().get("amount")) ? null : "acknowledged";
        };
    }

    /** 9: each stream as its client saw it is the account's events, one and all, in order. */
    public List<String> streams(Api api, List<PrivateStream> streams, Duration max)
            throws IOException, InterruptedException, SQLException {
        List<String> wrong = new ArrayList<>();
        long deadline = System.nanoTime() + max.toNanos();
        for (PrivateStream stream : streams) {
            wrong.addAll(stream.violations());
            for (Map.Entry<String, String> queue :
                    Map.of("orders", "executions", "account", "accounts").entrySet()) {
                long lastSeq = lastSeq(api, stream, queue.getValue(), deadline);
                while (stream.last(queue.getKey()) < lastSeq && System.nanoTime() < deadline) {
                    Thread.sleep(POLL);
                }
                if (stream.last(queue.getKey()) != lastSeq) {
                    wrong.add("9: account %s, %s: seen up to %d of %d"
                            .formatted(stream.account(), queue.getKey(), stream.last(queue.getKey()), lastSeq));
                }
                wrong.addAll(otherThanLogged(stream, queue.getKey()));
            }
        }
        return wrong;
    }

    /** Events that said something else to the client than they do in the account's log. */
    private List<String> otherThanLogged(PrivateStream stream, String queue) throws SQLException {
        List<JsonNode> seen = stream.takeSeen(queue);
        if (seen.isEmpty()) {
            return List.of();
        }
        String log = "FROM %s WHERE account_id = '%s' AND seq >= %s";
        String first = seen.getFirst().path("seq").asString();
        Map<String, String> logged = queue.equals("orders")
                ? byKey(executions, "SELECT seq, payload " + log.formatted("execution_event", stream.account(), first))
                : byKey(accounts, "SELECT seq, event " + log.formatted("event_log", stream.account(), first));
        List<String> wrong = new ArrayList<>();
        for (JsonNode event : seen) {
            String text = logged.get(event.path("seq").asString());
            if ((text == null || !event.equals(JSON.readTree(text))) && wrong.size() < SHOWN_MAX) {
                wrong.add("9: account %s, %s: seen %s, logged %s".formatted(stream.account(), queue, event, text));
            }
        }
        return wrong;
    }

    /** Of the account's log; asked again while an instance that was killed is on its way back. */
    private static long lastSeq(Api api, PrivateStream stream, String service, long deadlineNanos)
            throws IOException, InterruptedException {
        String base = service.equals("accounts") ? "/accounts/" : "/executions/accounts/";
        String path = base + stream.account() + "/events?limit=1";
        Answer answer = api.get(stream.identity(), path);
        while (answer.status() >= 500 && System.nanoTime() < deadlineNanos) {
            Thread.sleep(POLL);
            answer = api.get(stream.identity(), path);
        }
        return answer.expect(200).body().path("lastSeq").asLong();
    }

    /** 5: positions recomputed from the fills, by code that shares nothing with the service's. */
    private void checkPositions(List<String> wrong) throws SQLException {
        Map<String, Recomputed> recomputed = new TreeMap<>();
        String fills = """
                SELECT f.account_id, f.instrument, a.currency, f.side, f.units, f.price, f.realised_pl, f.conversion_rate
                FROM fill f JOIN account a ON a.id = f.account_id ORDER BY f.account_id, f.seq
                """;
        try (Connection connection = executions.getConnection();
                PreparedStatement query = connection.prepareStatement(fills);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                Recomputed position =
                        recomputed.computeIfAbsent(row.getString(1) + "|" + row.getString(2), _ -> new Recomputed());
                BigDecimal units = row.getString(4).equals("BUY")
                        ? row.getBigDecimal(5)
                        : row.getBigDecimal(5).negate();
                int digits =
                        Instruments.get(CurrencyPair.parse(row.getString(2))).digits() + 5;
                BigDecimal posted = position.fill(
                        units,
                        row.getBigDecimal(6),
                        row.getBigDecimal(8),
                        digits,
                        Currency.getInstance(row.getString(3)));
                if (posted.compareTo(row.getBigDecimal(7)) != 0) {
                    wrong.add("5: fill of %s: realised %s, recomputed %s"
                            .formatted(row.getString(1), row.getBigDecimal(7), posted));
                }
            }
        }
        Map<String, String> stored = byKey(executions, """
                SELECT account_id || '|' || instrument, trim_scale(units) || '|' || coalesce(trim_scale(average_price)::text, '-')
                FROM position
                """);
        TreeSet<String> keys = new TreeSet<>(stored.keySet());
        keys.addAll(recomputed.keySet());
        for (String key : keys) {
            Recomputed position = recomputed.get(key);
            String expected = position == null ? "0|-" : position.toString();
            if (!expected.equals(stored.getOrDefault(key, "0|-"))) {
                wrong.add("5: position %s is %s, its fills make %s".formatted(key, stored.get(key), expected));
            }
        }
    }

    /** A netted position: average cost, realised P&L posted as the difference of rounded totals. */
    private static final class Recomputed {
        private BigDecimal units = BigDecimal.ZERO;
        private BigDecimal average = BigDecimal.ZERO;
        private BigDecimal realised = BigDecimal.ZERO;

        BigDecimal fill(BigDecimal traded, BigDecimal price, @Nullable BigDecimal rate, int digits, Currency currency) {
            BigDecimal before = realised;
            if (units.signum() * traded.signum() >= 0) {
                average = units.abs()
                        .multiply(average)
                        .add(traded.abs().multiply(price))
                        .divide(units.abs().add(traded.abs()), digits, RoundingMode.HALF_EVEN);
            } else {
                BigDecimal closed = units.abs().min(traded.abs()).multiply(BigDecimal.valueOf(units.signum()));
                BigDecimal profit = price.subtract(average).multiply(closed);
                if (profit.signum() != 0) {
                    realised = realised.add(profit.multiply(Objects.requireNonNull(rate, "conversion rate")));
                }
                if (traded.abs().compareTo(units.abs()) > 0) {
                    average = price;
                }
            }
            units = units.add(traded);
            return Money.rounded(realised, currency)
                    .minus(Money.rounded(before, currency))
                    .amount();
        }

        @Override
        public String toString() {
            return units.signum() == 0
                    ? "0|-"
                    : units.stripTrailingZeros().toPlainString() + "|"
                            + average.stripTrailingZeros().toPlainString();
        }
    }

    /** Of a query with two columns, the first to the second. */
    private static Map<String, String> byKey(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            Map<String, String> rows = new HashMap<>();
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
            return rows;
        }
    }

    private static void addIfAny(List<String> wrong, String what, List<String> rows) {
        if (!rows.isEmpty()) {
            wrong.add(what + ": " + rows.subList(0, Math.min(SHOWN_MAX, rows.size())));
        }
    }

    private static void addDifference(List<String> wrong, String what, List<String> one, List<String> other) {
        if (one.equals(other)) {
            return;
        }
        TreeSet<String> onlyOne = new TreeSet<>(one);
        onlyOne.removeAll(other);
        TreeSet<String> onlyOther = new TreeSet<>(other);
        onlyOther.removeAll(one);
        wrong.add("%s differ: %s against %s"
                .formatted(
                        what,
                        onlyOne.stream().limit(SHOWN_MAX).toList(),
                        onlyOther.stream().limit(SHOWN_MAX).toList()));
    }
}
