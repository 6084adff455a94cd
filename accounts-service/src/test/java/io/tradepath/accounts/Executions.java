package io.tradepath.accounts;

import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.EventJson;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.ExecutionEvent.OrderAccepted;
import io.tradepath.events.ExecutionEvent.OrderFilled;
import io.tradepath.events.Fill;
import io.tradepath.events.FillId;
import io.tradepath.events.Identifiers;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.events.OrderType;
import io.tradepath.events.TimeInForce;
import io.tradepath.events.Topics;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Side;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What executions-service would send. */
public final class Executions implements AutoCloseable {
    public static final Instant TIME = Instant.parse("2026-01-05T12:00:00Z");

    private static final CurrencyPair PAIR = CurrencyPair.parse("EUR_USD");

    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", Backing.shared().kafka(), "enable.idempotence", true),
            new StringSerializer(),
            new ByteArraySerializer());

    public void send(ExecutionEvent... events) {
        for (ExecutionEvent event : events) {
            send(event.accountId().value(), EventJson.writeBytes(event));
        }
    }

    public void send(String account, byte[] payload) {
        try {
            producer.send(new ProducerRecord<>(Topics.EXECUTION_EVENTS.name(), account, payload))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static OrderAccepted accepted(String account, long seq) {
        return new OrderAccepted(seq, new AccountId(account), TIME, order(account, OrderStatus.NEW, 0, List.of()));
    }

    /** A fill that realised this much. */
    public static OrderFilled filled(String account, long seq, String realisedPl) {
        return filled(account, seq, realisedPl, Identifiers.next());
    }

    public static OrderFilled filled(String account, long seq, String realisedPl, String fillId) {
        Fill fill = new Fill(
                new FillId(fillId),
                new OrderId("order-" + fillId),
                PAIR,
                Side.SELL,
                Units.of(100),
                Units.of(100),
                Units.ZERO,
                Price.parse("1.1"),
                1,
                1,
                new BigDecimal(realisedPl),
                BigDecimal.ONE,
                BigDecimal.ZERO,
                LocalDate.of(2026, 1, 5),
                TIME);
        return new OrderFilled(
                seq, new AccountId(account), TIME, order(account, OrderStatus.FILLED, 100, List.of(fill)), fill);
    }

    private static Order order(String account, OrderStatus status, long filled, List<Fill> fills) {
        return new Order(
                new OrderId(Identifiers.next()),
                new AccountId(account),
                new ClientOrderId(Identifiers.next()),
                PAIR,
                Side.SELL,
                Units.of(100),
                Units.of(filled),
                Units.of(100 - filled),
                OrderType.MARKET,
                null,
                TimeInForce.FOK,
                false,
                null,
                status,
                null,
                null,
                fills.isEmpty() ? null : Price.parse("1.1"),
                fills,
                TIME,
                TIME);
    }

    @Override
    public void close() {
        producer.close();
    }
}
