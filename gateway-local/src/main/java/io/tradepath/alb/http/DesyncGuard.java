package io.tradepath.alb.http;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a request by how certain everybody on the way will agree where it ends.
 *
 * <p>Two servers that disagree about the end of one request can be made to disagree about whose the next one is. The
 * classes and reasons are those of the http_desync_guardian library, which AWS says its load balancers use. Once a
 * class is reached only a worse one replaces it, so the reason is the first of the worst.
 */
public final class DesyncGuard {

    private static final byte[] TRANSFER_ENCODING = "transfer-encoding".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_LENGTH = "content-length".getBytes(StandardCharsets.US_ASCII);
    private static final String[] CODINGS = {"chunked", "compress", "deflate", "gzip", "identity"};

    private static final BitSet NONE = new BitSet();

    private final RequestHead head;
    private final byte[] bytes;
    private @Nullable BitSet untrusted;
    private Tier tier = Tier.COMPLIANT;
    private Reason reason = Reason.COMPLIANT;
    private boolean transferEncoding;
    private boolean contentLengthHeader;
    private boolean chunked;
    private boolean lastCodingFramed;
    private long contentLength = -1;

    private DesyncGuard(RequestHead head) {
        this.head = head;
        this.bytes = head.bytes;
    }

    /** Classifies a request and decides its framing. */
    public static Inspection inspect(RequestHead head) {
        DesyncGuard guard = new DesyncGuard(head);
        guard.inspectLines();
        guard.inspectHeaders();
        if (guard.transferEncoding || guard.contentLengthHeader) {
            guard.inspectFraming();
        }
        guard.inspectMethod();
        guard.inspectVersion();
        guard.inspectTarget();
        return guard.result();
    }

    private Inspection result() {
        if (tier == Tier.COMPLIANT && !transferEncoding && !contentLengthHeader) {
            return Inspection.CLEAN_WITHOUT_BODY;
        }
        BodyFraming framing = chunked
                ? BodyFraming.CHUNKED
                : contentLength > 0 ? BodyFraming.length(contentLength) : BodyFraming.NONE;
        boolean unknown = transferEncoding && !lastCodingFramed && contentLength < 0 && tier != Tier.SEVERE;
        return new Inspection(tier, reason, framing, unknown, untrusted == null ? NONE : untrusted);
    }

    private void distrust(int header) {
        BitSet set = untrusted;
        if (set == null) {
            set = new BitSet();
            untrusted = set;
        }
        set.set(header);
    }

    private boolean isDistrusted(int header) {
        return untrusted != null && untrusted.get(header);
    }

    private void worsen(Tier to, Reason why) {
        if (tier.compareTo(to) < 0) {
            tier = to;
            reason = why;
        }
    }

    private void inspectLines() {
        if (head.target().isEmpty()) {
            worsen(Tier.AMBIGUOUS, Reason.MISSING_URI);
        }
        if (head.hasLineWithoutColon() || head.isFoldedAfterBareLf()) {
            worsen(Tier.SEVERE, Reason.BAD_HEADER);
        }
        if (head.hasLineWithoutCr()) {
            worsen(Tier.ACCEPTABLE, Reason.NON_CR_LF_LINE_TERMINATION);
        }
    }

    private void inspectHeaders() {
        for (int i = 0; i < head.headerCount(); i++) {
            Tier text = tierOfText(i);
            if (text == Tier.SEVERE) {
                worsen(Tier.SEVERE, Reason.BAD_HEADER);
                distrust(i);
            } else if (text == Tier.ACCEPTABLE) {
                worsen(Tier.ACCEPTABLE, Reason.NON_COMPLIANT_HEADER);
            }
            if (isNameBlank(i)) {
                worsen(Tier.AMBIGUOUS, Reason.EMPTY_HEADER);
                distrust(i);
            } else if (head.known(i) == HeaderName.TRANSFER_ENCODING) {
                transferEncoding = true;
            } else if (head.known(i) == HeaderName.CONTENT_LENGTH) {
                contentLengthHeader = true;
            } else if (text != Tier.SEVERE && mayImitate(i)) {
                inspectImitation(i);
            }
        }
        if (head.isFolded()) {
            worsen(Tier.AMBIGUOUS, Reason.MULTILINE_HEADER);
        }
    }

    private void inspectImitation(int header) {
        boolean likeTransferEncoding = isSpelledLike(TRANSFER_ENCODING, header);
        boolean likeContentLength = !likeTransferEncoding && isSpelledLike(CONTENT_LENGTH, header);
        if (likeTransferEncoding || likeContentLength) {
            transferEncoding |= likeTransferEncoding;
            contentLengthHeader |= likeContentLength;
            distrust(header);
            worsen(Tier.AMBIGUOUS, Reason.SUSPICIOUS_HEADER);
        } else if (Ascii.isBlank(bytes[head.nameStart(header)])) {
            distrust(header);
        }
    }

    private Tier tierOfText(int header) {
        Tier worst = Tier.COMPLIANT;
        for (int i = head.nameStart(header); i < head.nameEnd(header); i++) {
            if (!Ascii.isToken(bytes[i])) {
                if (Ascii.isBad(bytes[i])) {
                    return Tier.SEVERE;
                }
                worst = Tier.ACCEPTABLE;
            }
        }
        for (int i = head.valueStart(header); i < head.valueEnd(header); i++) {
            if (!Ascii.isFieldValue(bytes[i])) {
                if (Ascii.isBad(bytes[i])) {
                    return Tier.SEVERE;
                }
                worst = Tier.ACCEPTABLE;
            }
        }
        return worst;
    }

    private boolean isNameBlank(int header) {
        for (int i = head.nameStart(header); i < head.nameEnd(header); i++) {
            if (!Ascii.isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** A cheap look at length and first letter, so that ordinary names cost nothing more. */
    private boolean mayImitate(int header) {
        byte first = Ascii.lower(bytes[head.nameStart(header)]);
        return first == 't'
                || first == 'c'
                || !Ascii.isAlphanumeric(first)
                || head.nameEnd(header) - head.nameStart(header) > 2 * TRANSFER_ENCODING.length;
    }

    /**
     * Whether a name differs from an important one in nothing but characters that are no letters or digits, so that a
     * careless parser could take it for that one. Two letters outside ASCII become ASCII ones when upper-cased: the
     * long s and the dotless i.
     */
    private boolean isSpelledLike(byte[] important, int header) {
        int at = head.nameStart(header);
        int end = head.nameEnd(header);
        for (byte wanted : important) {
            if (wanted == '-') {
                continue;
            }
            at = nextLetter(at, end);
            if (at == end) {
                return false;
            }
            if (Ascii.lower(bytes[at]) == wanted) {
                at++;
            } else if (at + 1 < end && isUpperCasedTo(wanted, bytes[at], bytes[at + 1])) {
                at += 2;
            } else {
                return false;
            }
        }
        return nextLetter(at, end) == end;
    }

    private int nextLetter(int from, int end) {
        int at = from;
        while (at < end && !Ascii.isAlphanumeric(bytes[at]) && !isLetterOutsideAscii(at, end)) {
            at++;
        }
        return at;
    }

    private boolean isLetterOutsideAscii(int at, int end) {
        return at + 1 < end
                && (isUpperCasedTo((byte) 's', bytes[at], bytes[at + 1])
                        || isUpperCasedTo((byte) 'i', bytes[at], bytes[at + 1]));
    }

    private static boolean isUpperCasedTo(byte letter, byte first, byte second) {
        return (letter == 's' && first == (byte) 0xc5 && second == (byte) 0xbf)
                || (letter == 'i' && first == (byte) 0xc4 && second == (byte) 0xb1);
    }

    private void inspectFraming() {
        if (isBefore11() && transferEncoding) {
            worsen(Tier.AMBIGUOUS, Reason.UNDEFINED_TRANSFER_ENCODING_SEMANTICS);
            readTransferEncodings();
            chunked = false;
            lastCodingFramed = true;
            return;
        }
        if (isBefore10() && contentLengthHeader) {
            worsen(Tier.AMBIGUOUS, Reason.UNDEFINED_CONTENT_LENGTH_SEMANTICS);
            return;
        }
        readTransferEncodings();
        readContentLengths();
        boolean bodiless = head.method().equals("GET") || head.method().equals("HEAD");
        if (bodiless && transferEncoding) {
            worsen(Tier.AMBIGUOUS, Reason.UNDEFINED_TRANSFER_ENCODING_SEMANTICS);
        }
        if (bodiless && contentLength == 0) {
            worsen(Tier.ACCEPTABLE, Reason.GET_HEAD_ZERO_CONTENT_LENGTH);
        } else if (bodiless && contentLength > 0) {
            worsen(Tier.AMBIGUOUS, Reason.UNDEFINED_CONTENT_LENGTH_SEMANTICS);
        }
        if (transferEncoding && contentLength >= 0) {
            worsen(Tier.AMBIGUOUS, Reason.BOTH_TE_CL_PRESENT);
        }
    }

    private void readTransferEncodings() {
        boolean previousChunked = false;
        lastCodingFramed = true;
        for (int i = 0; i < head.headerCount(); i++) {
            boolean certain = head.known(i) == HeaderName.TRANSFER_ENCODING;
            if (!certain && !(isDistrusted(i) && isSpelledLike(TRANSFER_ENCODING, i))) {
                continue;
            }
            for (String item : head.value(i).split(",", -1)) {
                String coding = coding(item);
                if (coding.isEmpty()) {
                    worsen(Tier.SEVERE, Reason.BAD_TRANSFER_ENCODING);
                    lastCodingFramed = false;
                    continue;
                }
                boolean isChunked = coding.equals("chunked");
                if (isChunked && previousChunked) {
                    worsen(Tier.SEVERE, Reason.MULTIPLE_TRANSFER_ENCODING_CHUNKED);
                }
                previousChunked = isChunked;
                if (certain) {
                    chunked = isChunked;
                    lastCodingFramed = isChunked || coding.equals("identity");
                }
            }
        }
    }

    /** The coding's name in lower case without its parameters; empty where it is none that is known. */
    private static String coding(String item) {
        int semicolon = item.indexOf(';');
        String name = trimBlanks(semicolon < 0 ? item : item.substring(0, semicolon));
        for (String coding : CODINGS) {
            if (coding.equalsIgnoreCase(name)) {
                return coding;
            }
        }
        return "";
    }

    private static String trimBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
            end--;
        }
        return text.substring(start, end);
    }

    private void readContentLengths() {
        long first = -1;
        for (int i = 0; i < head.headerCount(); i++) {
            boolean certain = head.known(i) == HeaderName.CONTENT_LENGTH;
            if (!certain && !(isDistrusted(i) && isSpelledLike(CONTENT_LENGTH, i))) {
                continue;
            }
            long value = number(bytes, head.valueStart(i), head.valueEnd(i));
            if (value < 0) {
                worsen(Tier.SEVERE, Reason.BAD_CONTENT_LENGTH);
            } else if (first >= 0 && first != value) {
                worsen(Tier.SEVERE, Reason.MULTIPLE_CONTENT_LENGTH);
            } else if (first == value) {
                worsen(Tier.AMBIGUOUS, Reason.DUPLICATE_CONTENT_LENGTH);
            }
            if (value >= 0) {
                first = first < 0 ? value : first;
                contentLength = certain && contentLength < 0 ? value : contentLength;
            }
        }
    }

    /** A decimal number, or -1 where the bytes are none or it does not fit. An empty value is 0, as AWS reads it. */
    static long number(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return -1;
            }
            int digit = bytes[i] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private boolean isBefore11() {
        return isBefore10() || head.version().equals("HTTP/1.0");
    }

    private boolean isBefore10() {
        String version = trimBlanks(head.version());
        return version.isEmpty() || version.equals("HTTP/0.9");
    }

    private void inspectMethod() {
        String method = head.method();
        for (int i = 0; i < method.length(); i++) {
            if (!Ascii.isToken((byte) method.charAt(i))) {
                worsen(Tier.SEVERE, Reason.BAD_METHOD);
                return;
            }
        }
        if (method.isEmpty()) {
            worsen(Tier.SEVERE, Reason.BAD_METHOD);
        }
    }

    private void inspectVersion() {
        if (head.isHttp11()) {
            return;
        }
        String version = trimBlanks(head.version());
        if (version.isEmpty() || version.equals("HTTP/0.9")) {
            worsen(Tier.ACCEPTABLE, Reason.NON_COMPLIANT_VERSION);
        } else if (version.length() != 8 || !version.startsWith("HTTP/1.") || !Character.isDigit(version.charAt(7))) {
            worsen(Tier.SEVERE, Reason.BAD_VERSION);
        } else if (version.charAt(7) > '1' || version.length() != head.version().length()) {
            worsen(Tier.ACCEPTABLE, Reason.NON_COMPLIANT_VERSION);
        }
    }

    private void inspectTarget() {
        String target = head.target();
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                worsen(Tier.SEVERE, Reason.BAD_URI);
                return;
            }
            if (c == ' ') {
                worsen(Tier.ACCEPTABLE, Reason.SPACE_IN_URI);
            } else if (c < ' ' || c == 0x7f) {
                worsen(Tier.AMBIGUOUS, Reason.AMBIGUOUS_URI);
            }
        }
    }
}
