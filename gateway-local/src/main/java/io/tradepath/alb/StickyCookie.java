package io.tradepath.alb;

import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The cookies by which a load balancer binds a client. What is in them is its own affair; clients only send them back.
 * A checksum tells one that was damaged; it keeps no secret, which a laptop has no need of.
 */
public final class StickyCookie {

    public static final String TARGET = "AWSALB";
    public static final String TARGET_CROSS_ORIGIN = "AWSALBCORS";
    public static final String GROUP = "AWSALBTG";
    public static final String GROUP_CROSS_ORIGIN = "AWSALBTGCORS";
    public static final String APPLICATION = "AWSALBAPP-0";

    /** The cookie's Expires, whatever the stickiness lasts. */
    public static final Duration EXPIRES = Duration.ofDays(7);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private StickyCookie() {}

    /** A value that binds to something for some time from now. */
    static String encode(String bound, Instant now, Duration lasts) {
        String plain = bound + "|" + now.plus(lasts).getEpochSecond();
        byte[] bytes = (plain + "|" + checksum(plain)).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What a value binds to; null where it cannot be read or is past its time. */
    static @Nullable String decode(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int sum = text.lastIndexOf('|');
        int until = sum < 0 ? -1 : text.lastIndexOf('|', sum - 1);
        if (until < 0 || !text.substring(sum + 1).equals(checksum(text.substring(0, sum)))) {
            return null;
        }
        long expires = Long.parseLong(text.substring(until + 1, sum));
        return now.getEpochSecond() <= expires ? text.substring(0, until) : null;
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** The cookie's value in a request; the first of that name. */
    static @Nullable String find(RequestHead head, String name) {
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.known(i) != HeaderName.COOKIE) {
                continue;
            }
            for (String pair : head.value(i).split(";", -1)) {
                String trimmed = pair.strip();
                if (trimmed.length() > name.length()
                        && trimmed.startsWith(name)
                        && trimmed.charAt(name.length()) == '=') {
                    return trimmed.substring(name.length() + 1);
                }
            }
        }
        return null;
    }

    /** The Set-Cookie line, and that of the cookie's twin for requests from other origins. */
    static String lines(String name, String crossOrigin, String value, Instant now) {
        String common = "=" + value + "; Expires=" + HTTP_DATE.format(now.plus(EXPIRES)) + "; Path=/";
        return "Set-Cookie: " + name + common + "\r\nSet-Cookie: " + crossOrigin + common
                + "; SameSite=None; Secure\r\n";
    }

    /** The Set-Cookie line of AWSALBAPP-0. */
    static String applicationLine(String value, Instant now, Duration lasts) {
        return "Set-Cookie: " + APPLICATION + "=" + value + "; Expires=" + HTTP_DATE.format(now.plus(lasts))
                + "; Path=/\r\n";
    }
}
