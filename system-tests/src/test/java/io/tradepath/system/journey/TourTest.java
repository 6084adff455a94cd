package io.tradepath.system.journey;

import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Suites;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour in the README, as a reader copies it, but for the ports. */
@Order(Suites.SIMULATED)
class TourTest {
    @TempDir
    private Path dir;

    @Test
    void theReadmesTourDoesWhatItSays() throws Exception {
        RunningSuite suite = Suites.simulated();
        Tour.through(suite.port("gateway"), suite.port("issuer"), dir);
    }
}
