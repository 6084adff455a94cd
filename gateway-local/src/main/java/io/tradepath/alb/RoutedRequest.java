package io.tradepath.alb;

import io.tradepath.alb.http.RequestHead;

/**
 * What rules look at.
 *
 * @param head the request as it came
 * @param sourceAddress the address of the TCP peer, never one that a header claims
 */
public record RoutedRequest(RequestHead head, String sourceAddress) {}
