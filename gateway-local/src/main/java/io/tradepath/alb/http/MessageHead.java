package io.tradepath.alb.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of one message: its bytes and where each header lies in them. Text is ISO-8859-1, so that every byte
 * survives. Read-only once parsed; safe to share between threads after publication.
 */
public abstract sealed class MessageHead permits RequestHead, ResponseHead {

    private static final int MARKS_PER_HEADER = 4;
    private static final int HEADERS_AT_FIRST = 16;

    final byte[] bytes;
    private int[] marks = new int[HEADERS_AT_FIRST * MARKS_PER_HEADER];
    private HeaderName[] names = new HeaderName[HEADERS_AT_FIRST];
    private int count;

    MessageHead(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes of the whole head. Not to be written to. */
    public final byte[] bytes() {
        return bytes;
    }

    public final int headerCount() {
        return count;
    }

    public final HeaderName known(int header) {
        return names[header];
    }

    public final String name(int header) {
        return Ascii.text(bytes, nameStart(header), nameEnd(header));
    }

    public final String value(int header) {
        return Ascii.text(bytes, valueStart(header), valueEnd(header));
    }

    public final int nameStart(int header) {
        return marks[header * MARKS_PER_HEADER];
    }

    public final int nameEnd(int header) {
        return marks[header * MARKS_PER_HEADER + 1];
    }

    public final int valueStart(int header) {
        return marks[header * MARKS_PER_HEADER + 2];
    }

    /** Exclusive, blanks at the end left out. */
    public final int valueEnd(int header) {
        return marks[header * MARKS_PER_HEADER + 3];
    }

    /** Index of the first header of that name, or -1. */
    public final int indexOf(HeaderName name) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /** The first value of that name. */
    public final @Nullable String first(HeaderName name) {
        int at = indexOf(name);
        return at < 0 ? null : value(at);
    }

    /** All values of a name, compared without regard to case, in their order. */
    public final List<String> values(String name) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < count; i++) {
            if (nameEnd(i) - nameStart(i) == name.length() && name(i).equalsIgnoreCase(name)) {
                found.add(value(i));
            }
        }
        return found;
    }

    /** Whether a comma-separated header holds the token, whatever its case. */
    public final boolean listHas(HeaderName name, String token) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                for (String part : value(i).split(",", -1)) {
                    if (part.strip().equalsIgnoreCase(token)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    final void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count == names.length) {
            marks = Arrays.copyOf(marks, marks.length * 2);
            names = Arrays.copyOf(names, names.length * 2);
        }
        int at = count * MARKS_PER_HEADER;
        marks[at] = nameStart;
        marks[at + 1] = nameEnd;
        int start = valueStart;
        int end = valueEnd;
        while (start < end && Ascii.isBlank(bytes[start])) {
            start++;
        }
        while (start < end && Ascii.isBlank(bytes[end - 1])) {
            end--;
        }
        marks[at + 2] = start;
        marks[at + 3] = end;
        names[count] = HeaderName.of(bytes, nameStart, nameEnd);
        count++;
    }

    /** The position of the next LF at or after {@code from}; the head ends with one. */
    final int lineEnd(int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    final int withoutCr(int lineStart, int lf) {
        return lf > lineStart && bytes[lf - 1] == '\r' ? lf - 1 : lf;
    }

    final int indexOf(char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
