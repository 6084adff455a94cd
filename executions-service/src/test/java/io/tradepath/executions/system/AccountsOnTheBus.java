package io.tradepath.executions.system;

import io.tradepath.events.AccountEvent;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountState;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.EventJson;
import io.tradepath.events.FillId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.OrderId;
import io.tradepath.events.Topics;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Says of accounts what accounts-service would say. Returns when it is on the bus. */
final class AccountsOnTheBus implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<AccountId, Long> seqs = new ConcurrentHashMap<>();

    AccountsOnTheBus(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Opens an account and deposits. */
    AccountId open(String owner, String currency, String deposit) {
        AccountId account = open(owner, currency);
        deposit(account, deposit);
        return account;
    }

    AccountId open(String owner, String currency) {
        AccountId account = new AccountId(Identifiers.next());
        AccountState state =
                new AccountState(account, 1, owner, "test", Currency.getInstance(currency), AccountStatus.ACTIVE);
        say(account, new AccountEvent.AccountOpened(next(account), account, now(), BigDecimal.ZERO, state));
        send(Topics.ACCOUNTS, account, EventJson.writeBytes(state));
        return account;
    }

    void deposit(AccountId account, String amount) {
        BigDecimal value = new BigDecimal(amount);
        say(
                account,
                new AccountEvent.Deposited(
                        next(account), account, now(), value, transaction(account, Transaction.Type.DEPOSIT, value)));
    }

    /** A settlement: it moves no cash here, because executions has moved it before. */
    void settle(AccountId account, String amount) {
        BigDecimal value = new BigDecimal(amount);
        say(
                account,
                new AccountEvent.FillSettled(
                        next(account),
                        account,
                        now(),
                        BigDecimal.ZERO,
                        transaction(account, Transaction.Type.REALISED_PL, value)));
    }

    void setStatus(AccountId account, AccountStatus status) {
        say(
                account,
                new AccountEvent.AccountStatusChanged(
                        next(account), account, now(), BigDecimal.ZERO, status, AccountEvent.StatusReason.OPS));
    }

    /** An event that can be read and not be applied: a second opening under an account's next number. */
    void openAgain(AccountId account, String owner, String currency) {
        AccountState state =
                new AccountState(account, 1, owner, "test", Currency.getInstance(currency), AccountStatus.ACTIVE);
        say(account, new AccountEvent.AccountOpened(next(account), account, now(), BigDecimal.ZERO, state));
    }

    void say(AccountId account, AccountEvent event) {
        send(Topics.ACCOUNT_EVENTS, account, EventJson.writeBytes(event));
    }

    private long next(AccountId account) {
        return seqs.merge(account, 1L, Long::sum);
    }

    private static Transaction transaction(AccountId account, Transaction.Type type, BigDecimal amount) {
        return new Transaction(
                new TransactionId(Identifiers.next()),
                account,
                type,
                amount,
                amount,
                now(),
                new Transaction.Cause(new OrderId(Identifiers.next()), new FillId(Identifiers.next()), null));
    }

    private void send(Topics.Topic topic, AccountId account, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), account.value().getBytes(StandardCharsets.UTF_8), value))
                    .get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant now() {
        return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        producer.close();
    }
}
