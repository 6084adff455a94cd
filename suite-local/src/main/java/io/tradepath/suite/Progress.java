package io.tradepath.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a person sees: on a terminal a line for each process as it gets ready, and below them one that is redrawn and
 * says what is waited for; elsewhere only what matters afterwards.
 */
final class Progress {
    private final PrintStream out;
    private final boolean terminal;
    private String drawn = "";

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    synchronized void ready(String name, Duration after, List<Integer> ports) {
        if (terminal) {
            String port = ports.isEmpty() ? "" : Integer.toString(ports.getFirst());
            line("  %-14s ready %8s s   %s".formatted(name, seconds(after), port));
        }
    }

    synchronized void waiting(List<String> what, Duration since) {
        String text = "  waiting for %s (%d s)".formatted(String.join(", ", what), since.toSeconds());
        if (terminal && !text.equals(drawn)) {
            erase();
            // A line that wraps could not be erased.
            out.print(text.length() <= 79 ? text : text.substring(0, 78) + "…");
            out.flush();
            drawn = text;
        }
    }

    /** Takes away the line that is redrawn. */
    synchronized void erase() {
        if (!drawn.isEmpty()) {
            out.print("\r\033[K");
            drawn = "";
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }
}
