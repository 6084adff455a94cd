package io.tradepath.system.faults;

import io.tradepath.system.suite.RunningSuite;
import java.nio.file.Path;
import java.util.Locale;

/** A mistake that the design guards against, as a patch in {@code src/test/patches}, and when it matters. */
enum PlantedBug {
    RELAY_BY_ID_GREATER_THAN_THE_LAST(Trouble.CROWD, "accounts-service,executions-service"),
    ACCOUNT_ROW_NOT_LOCKED(Trouble.CROWD, "accounts-service,executions-service"),
    SETTLEMENT_WITHOUT_APPLIED_SEQ(Trouble.REDELIVERY, "accounts-service"),
    KEY_COMMITTED_APART_FROM_ITS_EFFECT(Trouble.EXECUTIONS_KILLED, "executions-service"),
    PUBLISHED_BEFORE_COMMIT(Trouble.EXECUTIONS_KILLED, "executions-service");

    private final Trouble trouble;
    private final String modules;

    /** @param modules separated by commas, that have the mistake in them once they are built */
    PlantedBug(Trouble trouble, String modules) {
        this.trouble = trouble;
        this.modules = modules;
    }

    Trouble trouble() {
        return trouble;
    }

    String modules() {
        return modules;
    }

    Path patch() {
        String name = name().toLowerCase(Locale.ROOT).replace('_', '-') + ".patch";
        return RunningSuite.home()
                .resolve("system-tests")
                .resolve("src/test/patches")
                .resolve(name);
    }
}
