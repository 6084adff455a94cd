package io.tradepath.feed.stomp;

/** What came is not a STOMP 1.2 frame; the message says which rule it breaks and may be shown to the client. */
public final class MalformedFrame extends Exception {
    private final boolean tooLarge;

    MalformedFrame(String message) {
        this(message, false);
    }

    private MalformedFrame(String message, boolean tooLarge) {
        super(message, null, false, false);
        this.tooLarge = tooLarge;
    }

    static MalformedFrame tooLarge(String message) {
        return new MalformedFrame(message, true);
    }

    /** True where the frame's only fault is its size. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** As {@link #getMessage()}, which is never null here. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
