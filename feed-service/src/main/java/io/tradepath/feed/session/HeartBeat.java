package io.tradepath.feed.session;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one end offers of heartbeats, in milliseconds; 0 is none.
 *
 * @param sendsEachMs that it can send something this often
 * @param wantsEachMs that it would like to hear something this often
 */
record HeartBeat(int sendsEachMs, int wantsEachMs) {
    private static final HeartBeat NONE = new HeartBeat(0, 0);
    private static final Pattern FORM = Pattern.compile("[0-9]{1,9},[0-9]{1,9}");

    /** Null for what is not a heart-beat header's value. */
    static @Nullable HeartBeat parse(@Nullable String header) {
        if (header == null) {
            return NONE;
        }
        if (!FORM.matcher(header).matches()) {
            return null;
        }
        int comma = header.indexOf(',');
        return new HeartBeat(
                Integer.parseInt(header.substring(0, comma)), Integer.parseInt(header.substring(comma + 1)));
    }
}
