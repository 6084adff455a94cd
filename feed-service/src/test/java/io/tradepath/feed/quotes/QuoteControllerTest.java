package io.tradepath.feed.quotes;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tradepath.feed.streams.StreamNames;
import io.tradepath.feed.streams.UpdateRing;
import io.tradepath.http.ProblemException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuoteControllerTest {
    @Test
    void whatIsStillBeingReadIsNotGivenOutAsTheLatest() {
        QuoteFeed notStarted =
                new QuoteFeed(Map.of(), new StreamNames(List.of()), new UpdateRing(1, 1), new SimpleMeterRegistry());
        QuoteController controller = new QuoteController(notStarted);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> controller.quotes(null))
                .withMessage("quotes are still being read from the bus");
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> controller.quote("EUR_USD"))
                .withMessage("quotes are still being read from the bus");
    }
}
