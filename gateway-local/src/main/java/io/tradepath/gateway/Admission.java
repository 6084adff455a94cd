package io.tradepath.gateway;

import io.tradepath.alb.LoadBalancer.DesyncMode;
import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.Inspection;
import io.tradepath.alb.http.RequestHead;
import io.tradepath.alb.http.Tier;

/** What a load balancer refuses of itself, whatever its rules say. */
final class Admission {
    static final int REQUEST_LINE_BYTES_MAX = 16 * 1024;
    private static final int HEADER_BYTES_MAX = 16 * 1024;
    private static final int FORWARDED_ADDRESSES_MAX = 30;
    /** The two spaces and the version. */
    private static final int REQUEST_LINE_REST_BYTES = " ".length() + " HTTP/1.1".length();

    private Admission() {}

    /** The status with which a request is refused before any rule is looked at; 0 where it is not. */
    static int refusal(RequestHead head, Inspection inspection, DesyncMode mode) {
        if (isRefusedByMode(inspection.tier(), mode)) {
            return 400;
        }
        if (head.target().length() + head.method().length() > REQUEST_LINE_BYTES_MAX - REQUEST_LINE_REST_BYTES) {
            return 414;
        }
        if ((head.isHttp11() && head.indexOf(HeaderName.HOST) < 0) || hasTwoHosts(head) || hasOversizedHeader(head)) {
            return 400;
        }
        if (head.method().equals("TRACE")) {
            return 405;
        }
        if (head.method().equals("CONNECT") || !isTargetForm(head)) {
            return 400;
        }
        if (inspection.codingUnknown()) {
            return 501;
        }
        return forwardedAddresses(head) > FORWARDED_ADDRESSES_MAX ? 463 : 0;
    }

    private static boolean isRefusedByMode(Tier tier, DesyncMode mode) {
        return switch (mode) {
            case MONITOR -> false;
            case DEFENSIVE -> tier == Tier.SEVERE;
            case STRICTEST -> tier != Tier.COMPLIANT;
        };
    }

    private static boolean isTargetForm(RequestHead head) {
        return head.path().startsWith("/") || head.target().equals("*");
    }

    private static boolean hasTwoHosts(RequestHead head) {
        int hosts = 0;
        for (int i = 0; i < head.headerCount(); i++) {
            hosts += head.known(i) == HeaderName.HOST ? 1 : 0;
        }
        return hosts > 1;
    }

    private static boolean hasOversizedHeader(RequestHead head) {
        if (head.bytes().length <= HEADER_BYTES_MAX) {
            return false;
        }
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.valueEnd(i) - head.nameStart(i) > HEADER_BYTES_MAX) {
                return true;
            }
        }
        return head.bytes().length > HeadBuffer.HEAD_BYTES_MAX;
    }

    private static int forwardedAddresses(RequestHead head) {
        if (head.indexOf(HeaderName.X_FORWARDED_FOR) < 0) {
            return 0;
        }
        int addresses = 0;
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.known(i) == HeaderName.X_FORWARDED_FOR) {
                addresses += head.value(i).split(",", -1).length;
            }
        }
        return addresses;
    }
}
