package io.tradepath.backing.state;

/** The end of a local server: brought about once, by whoever closes it or else by the end of the JVM. */
public final class EndsWithJvm implements AutoCloseable {
    private final Runnable end;
    private final Thread hook;
    private volatile boolean begun;

    /** @param end what ends the server, also when it has only half started */
    public EndsWithJvm(Runnable end) {
        this.end = end;
        this.hook = new Thread(this::endOnce, "end with the JVM");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the server was told to end: if not, and it has ended, then something went wrong. */
    public boolean begun() {
        return begun;
    }

    @Override
    public void close() {
        endOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs, and waits in endOnce if need be.
        }
    }

    private synchronized void endOnce() {
        if (!begun) {
            begun = true;
            end.run();
        }
    }
}
