package io.tradepath.feed.source;

import java.nio.file.Path;

/** A replay file that cannot be played; the message names the file, the line and what is wrong. */
public final class MalformedReplay extends RuntimeException {
    MalformedReplay(Path file, String what) {
        super("Replay file " + file + ": " + what);
    }

    MalformedReplay(Path file, long line, String what) {
        super("Replay file " + file + ", line " + line + ": " + what);
    }
}
