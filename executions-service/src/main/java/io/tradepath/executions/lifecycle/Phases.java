package io.tradepath.executions.lifecycle;

/** Phases of Spring's lifecycle: the lowest starts first and ends last. The web server's own are far above these. */
public final class Phases {
    public static final int CONSUMERS = 1_000;
    public static final int RELAY = 2_000;
    public static final int LANES = 3_000;

    private Phases() {}
}
