package io.tradepath.feed.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.AccountId;
import io.tradepath.events.Identifiers;
import io.tradepath.feed.streams.EventLog;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AccountStreamsTest {
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.US_ASCII);
    /** An event with its headers is about 200 bytes; with what it takes beside them it is below this. */
    private static final int EVENT_BYTES_MAX = 400;

    private static final int EVENTS = 100;

    private final AccountId account = new AccountId(Identifiers.next());

    @Test
    void forgetsTheOldestWhereAllNeedMoreThanTheBytesAllowed() {
        AccountStreams streams = new AccountStreams(10 * EVENT_BYTES_MAX);
        EventLog log = streams.listen(EventSource.ORDERS, account, () -> {});

        append(streams, 1);

        assertThat(log.startAfter(0).reset()).isTrue();
        assertThat(log.startAfter(EVENTS - 1).reset()).isFalse();
        assertThat(log.startAfter(EVENTS - 10).reset()).isFalse();
    }

    /** A tail that begins anew brings everything of the last quarter of an hour once more. */
    @Test
    void anEventThatComesAgainTakesNoRoom() {
        AccountStreams streams = new AccountStreams((long) EVENTS * EVENT_BYTES_MAX);
        EventLog log = streams.listen(EventSource.ORDERS, account, () -> {});

        append(streams, 20);

        assertThat(log.startAfter(0).reset()).isFalse();
        assertThat(log.last()).isEqualTo(EVENTS);
    }

    private void append(AccountStreams streams, int times) {
        for (int time = 0; time < times; time++) {
            for (int seq = 1; seq <= EVENTS; seq++) {
                streams.append(EventSource.ORDERS, account, seq, JSON, 0);
            }
        }
    }
}
