package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What alarms, dashboard and scaling ask for passes the collectors. That services export it, ContainersTest asks. */
class MetricsTest {
    @Test
    void theCollectorsPassEachMetricThatIsAskedFor() {
        Pattern kept = Metrics.passedByTheCollectors();
        Map<String, Set<String>> asked = Metrics.askedFor();
        assertThat(asked.keySet()).containsExactlyInAnyOrder("accounts", "executions", "feed");
        assertThat(asked.values().stream().flatMap(Set::stream)).allMatch(kept.asMatchPredicate());
    }
}
