package io.tradepath.alb.http;

import java.util.BitSet;

/**
 * What {@link DesyncGuard} found in a request.
 *
 * @param tier its class
 * @param reason the first reason for that class
 * @param framing the one framing with which the request goes on, if it goes on
 * @param codingUnknown whether a Transfer-Encoding ends in a coding that cannot be framed and no Content-Length helps:
 *     the answer is 501
 * @param untrusted the headers that must not go on, by index
 */
public record Inspection(Tier tier, Reason reason, BodyFraming framing, boolean codingUnknown, BitSet untrusted) {

    static final Inspection CLEAN_WITHOUT_BODY =
            new Inspection(Tier.COMPLIANT, Reason.COMPLIANT, BodyFraming.NONE, false, new BitSet());
}
