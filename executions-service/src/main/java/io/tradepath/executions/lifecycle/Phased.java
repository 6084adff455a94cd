package io.tradepath.executions.lifecycle;

import org.springframework.context.SmartLifecycle;

/** Something that starts and ends in its phase. */
public abstract class Phased implements SmartLifecycle {
    private final int phase;
    private volatile boolean running;

    /** Makes one that begins after lower phases, and ends before them. */
    protected Phased(int phase) {
        this.phase = phase;
    }

    /** Starts its threads; waits for nothing that may be away. */
    protected abstract void begin();

    /** Ends them, within a bound of its own. */
    protected abstract void end();

    @Override
    public final void start() {
        begin();
        running = true;
    }

    @Override
    public final void stop() {
        end();
        running = false;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final int getPhase() {
        return phase;
    }
}
