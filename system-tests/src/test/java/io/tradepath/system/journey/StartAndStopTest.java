package io.tradepath.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradepath.events.Identifiers;
import io.tradepath.system.client.Api;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.Suites;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** After Ctrl-C, and after {@code ./run} itself was killed: no stray process, no lost data. */
@Order(Suites.OWN)
class StartAndStopTest {
    @TempDir(cleanup = CleanupMode.ALWAYS)
    private Path dir;

    @BeforeEach
    void haveTheMachineAlone() {
        Suites.stop();
    }

    @Test
    void leavesNoProcessAndLosesNoDataWhetherItIsStoppedOrKilled() throws Exception {
        RunningSuite first = RunningSuite.startIn(dir);
        Api api = new Api(first.gateway(), first.issuer());
        String account = api.openAccount("trader-1", "USD");
        api.deposit("trader-1", account, "250", Identifiers.next()).expect(201);
        List<Long> firstPids = first.livePids();
        assertThat(firstPids).hasSizeGreaterThanOrEqualTo(7);
        first.close();
        assertGone(firstPids);

        RunningSuite second = RunningSuite.startIn(dir);
        assertBalance(second, account, "250.00");
        List<Long> secondPids = second.livePids();
        Signals.kill(second.run().pid());
        second.run().onExit().join();

        RunningSuite third = RunningSuite.startIn(dir);
        assertBalance(third, account, "250.00");
        List<Long> thirdPids = third.livePids();
        assertGone(secondPids.stream().filter(pid -> !thirdPids.contains(pid)).toList());
        third.close();
        assertGone(secondPids);
        assertGone(thirdPids);
    }

    private static void assertBalance(RunningSuite suite, String account, String balance) throws Exception {
        Api api = new Api(suite.gateway(), suite.issuer());
        assertThat(api.get("trader-1", "/accounts/" + account).expect(200).text("balance"))
                .isEqualTo(balance);
    }

    private static void assertGone(List<Long> pids) {
        assertThat(pids)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false))
                        .as("process %d", pid)
                        .isFalse());
    }
}
