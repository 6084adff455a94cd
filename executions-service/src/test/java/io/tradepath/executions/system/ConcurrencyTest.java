package io.tradepath.executions.system;

import static io.tradepath.executions.system.Service.marketOrder;
import static io.tradepath.executions.system.Service.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.backing.SharedBacking;
import io.tradepath.events.AccountId;
import io.tradepath.events.EventJson;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.Topics;
import io.tradepath.executions.system.Client.Answer;
import io.tradepath.fx.Price;
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
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Random orders from many callers over two instances; then everything is computed again from the fills. */
class ConcurrencyTest {
    private static final long SEED = Long.getLong("tradepath.seed", 20261125L);
    private static final int ACCOUNTS = 12;
    private static final int CALLERS = 12;
    private static final int ORDERS_PER_CALLER = 60;
    private static final Duration BETWEEN_QUOTES = Duration.ofMillis(20);
    private static final List<String> CURRENCIES = List.of("USD", "JPY", "EUR", "GBP");
    private static final List<String> PAIRS = List.of("EUR_USD", "USD_JPY", "GBP_USD", "EUR_JPY", "EUR_GBP");
    private static final BigDecimal DEPOSIT = new BigDecimal("1000000");

    private final Service service = Service.RUNNING;
    private final Map<String, JsonNode> acknowledged = new ConcurrentHashMap<>();
    private final Map<AccountId, String> currencies = new HashMap<>();
    private final List<AccountId> accounts = new ArrayList<>();

    @Test
    void positionsCashAndEventsAreWhatTheFillsMakeThem() throws Exception {
        System.out.println("seed " + SEED);
        openAccounts();
        quoteAll(new Random(SEED));
        tradeFromManyCallers();
        assertThat(acknowledged).hasSizeGreaterThan(CALLERS * ORDERS_PER_CALLER / 2);
        try (Connection database = service.database()) {
            for (AccountId account : accounts) {
                assertAccount(database, account);
            }
            assertAcknowledged(database);
            Service.eventually(() -> count(database, "SELECT count(*) FROM outbox") == 0);
        }
        assertEventsOnTheBus();
    }

    private void openAccounts() {
        for (int i = 0; i < ACCOUNTS; i++) {
            String currency = CURRENCIES.get(i % CURRENCIES.size());
            AccountId account = service.accounts.open("trader-1", currency, DEPOSIT.toPlainString());
            accounts.add(account);
            currencies.put(account, currency);
        }
    }

    private void tradeFromManyCallers() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>(IntStream.range(0, CALLERS)
                    .<Future<?>>mapToObj(caller -> callers.submit(() -> trade(caller)))
                    .toList());
            Random market = new Random(SEED + 1);
            while (ends.stream().anyMatch(end -> !end.isDone())) {
                quoteAll(market);
                LockSupport.parkNanos(BETWEEN_QUOTES.toNanos());
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    private void trade(int caller) {
        Random random = new Random(SEED + 100 + caller);
        Client client = service.client("trader-1");
        Client other = client.at(Service.port(service.second));
        for (int i = 0; i < ORDERS_PER_CALLER; i++) {
            AccountId account = accounts.get(random.nextInt(ACCOUNTS));
            String pair = PAIRS.get(random.nextInt(PAIRS.size()));
            String key = caller + "-" + i;
            String order = marketOrder(
                    pair, random.nextBoolean() ? "BUY" : "SELL", Long.toString(random.nextLong(1, 50_000)), key);
            Answer answer = (random.nextBoolean() ? client : other).postUntilKnown(path(account, "/orders"), order);
            if (answer.status() == 201) {
                acknowledged.put(account + "/" + key, answer.json());
            } else if (answer.status() == 422) {
                acknowledged.put(account + "/" + key, answer.json().get("order"));
            } else {
                throw new AssertionError(answer.status() + ": " + answer.text());
            }
        }
    }

    private void quoteAll(Random random) {
        quote(random, "EUR_USD", 108_500, 5, 1);
        quote(random, "USD_JPY", 150_000, 3, 3);
        quote(random, "GBP_USD", 127_000, 5, 1);
        quote(random, "EUR_JPY", 162_750, 3, 3);
        quote(random, "EUR_GBP", 85_433, 5, 1);
        quote(random, "GBP_JPY", 190_500, 3, 3);
    }

    private void quote(Random random, String pair, long about, int digits, int spread) {
        long bid = about + random.nextInt(200) - 100;
        service.quotes.quote(
                pair,
                BigDecimal.valueOf(bid, digits).toPlainString(),
                BigDecimal.valueOf(bid + spread, digits).toPlainString());
    }

    /** Recomputes the account from its fills, in their order. */
    private void assertAccount(Connection database, AccountId account) throws SQLException {
        Currency home = Currency.getInstance(currencies.get(account));
        Map<String, Recomputed> positions = new HashMap<>();
        BigDecimal cash = DEPOSIT;
        try (PreparedStatement select = database.prepareStatement("""
                SELECT instrument, side, units, price, realised_pl, conversion_rate
                FROM fill WHERE account_id = ? ORDER BY seq""")) {
            select.setString(1, account.value());
            try (ResultSet fills = select.executeQuery()) {
                while (fills.next()) {
                    Recomputed position =
                            positions.computeIfAbsent(fills.getString("instrument"), _ -> new Recomputed());
                    BigDecimal posted = position.fill(fills, home);
                    assertThat(fills.getBigDecimal("realised_pl")).isEqualByComparingTo(posted);
                    cash = cash.add(posted);
                }
            }
        }
        assertThat(value(database, "SELECT cash FROM account WHERE id = ?", account))
                .isEqualByComparingTo(cash);
        for (Map.Entry<String, Recomputed> entry : positions.entrySet()) {
            Recomputed position = entry.getValue();
            String row = " FROM position WHERE account_id = ? AND instrument = '" + entry.getKey() + "'";
            assertThat(value(database, "SELECT units" + row, account)).isEqualByComparingTo(position.units);
            assertThat(value(database, "SELECT realised_exact" + row, account)).isEqualByComparingTo(position.realised);
            assertThat(value(database, "SELECT coalesce(average_price, 0)" + row, account))
                    .isEqualByComparingTo(position.average);
        }
        assertThat(value(database, "SELECT count(*) FROM position WHERE account_id = ?", account))
                .isEqualByComparingTo(BigDecimal.valueOf(positions.size()));
        // The sequence has no gap: as many events as the last one's number says, and the account's counter is there.
        assertThat(value(
                        database,
                        "SELECT count(*) - max(seq) + count(DISTINCT seq) - count(*) FROM execution_event WHERE account_id = ?",
                        account))
                .isEqualByComparingTo("0");
        assertThat(value(
                        database,
                        "SELECT a.seq - max(e.seq) FROM account a JOIN execution_event e ON e.account_id = a.id WHERE a.id = ? GROUP BY a.seq",
                        account))
                .isEqualByComparingTo("0");
    }

    private void assertAcknowledged(Connection database) throws SQLException {
        Client client = service.client("trader-1");
        Random sample = new Random(SEED + 2);
        long found = 0;
        for (AccountId account : accounts) {
            found += value(database, "SELECT count(*) FROM orders WHERE account_id = ?", account)
                    .longValueExact();
        }
        assertThat(found).isEqualTo(acknowledged.size());
        for (Map.Entry<String, JsonNode> entry : acknowledged.entrySet()) {
            if (sample.nextInt(10) == 0) {
                String[] accountAndKey = entry.getKey().split("/", 2);
                AccountId account = new AccountId(accountAndKey[0]);
                assertThat(client.get(path(account, "/orders/@" + accountAndKey[1]))
                                .json())
                        .isEqualTo(entry.getValue());
            }
        }
    }

    /** What a consumer sees of each account: 1, 2, 3, … */
    private void assertEventsOnTheBus() {
        Map<AccountId, Long> seqs = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        SharedBacking.kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.ACCOUNT_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.EXECUTION_EVENTS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    ExecutionEvent event = EventJson.read(record.value(), ExecutionEvent.class);
                    long before = seqs.getOrDefault(event.accountId(), 0L);
                    // A repeat is allowed, a gap is not.
                    assertThat(event.seq()).isLessThanOrEqualTo(before + 1);
                    seqs.put(event.accountId(), Math.max(before, event.seq()));
                }
            }
        }
        assertThat(seqs.keySet()).containsAll(accounts);
    }

    private static BigDecimal value(Connection database, String sql, AccountId account) throws SQLException {
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setString(1, account.value());
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).as(sql).isTrue();
                return row.getBigDecimal(1);
            }
        }
    }

    private static long count(Connection database, String sql) {
        try (PreparedStatement select = database.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The definitions once more, by signed arithmetic. */
    private static final class Recomputed {
        private BigDecimal units = BigDecimal.ZERO;
        private BigDecimal average = BigDecimal.ZERO;
        private BigDecimal realised = BigDecimal.ZERO;

        BigDecimal fill(ResultSet fill, Currency home) throws SQLException {
            BigDecimal signed = fill.getString("side").equals("BUY")
                    ? fill.getBigDecimal("units")
                    : fill.getBigDecimal("units").negate();
            BigDecimal price = new Price(fill.getBigDecimal("price")).value();
            BigDecimal opposite = units.signum() == -signed.signum()
                    ? signed.negate().abs().min(units.abs()).multiply(BigDecimal.valueOf(units.signum()))
                    : BigDecimal.ZERO;
            BigDecimal before = realised.setScale(home.getDefaultFractionDigits(), RoundingMode.HALF_EVEN);
            if (opposite.signum() != 0) {
                realised = realised.add(
                        price.subtract(average).multiply(opposite).multiply(fill.getBigDecimal("conversion_rate")));
            } else {
                assertThat(fill.getBigDecimal("conversion_rate")).isNull();
            }
            BigDecimal kept = units.subtract(opposite);
            BigDecimal added = signed.add(opposite);
            units = kept.add(added);
            if (units.signum() == 0) {
                average = BigDecimal.ZERO;
            } else if (added.signum() != 0) {
                int digits = fill.getString("instrument").endsWith("JPY") ? 8 : 10;
                average =
                        average.multiply(kept).add(price.multiply(added)).divide(units, digits, RoundingMode.HALF_EVEN);
            }
            return realised.setScale(home.getDefaultFractionDigits(), RoundingMode.HALF_EVEN)
                    .subtract(before);
        }
    }
}
