/**
 * What every HTTP request and answer of the suite has alike, whichever service it goes to: a client that knows one
 * knows the others.
 *
 * <p><b>In.</b> {@link io.tradepath.http.RequestIdFilter} names the request, {@link io.tradepath.http.BodyLimitFilter}
 * bounds its body, {@link io.tradepath.http.JsonRules} says how strictly JSON is read. The package {@code token} knows
 * who asks.
 *
 * <p><b>Out.</b> Whatever goes wrong is a {@link io.tradepath.http.Problem} (RFC 9457), whoever finds it: a service
 * throws a {@link io.tradepath.http.ProblemException}, filters use the {@link io.tradepath.http.ProblemWriter},
 * {@link io.tradepath.http.ProblemAdvice} translates what Spring finds wrong with a request,
 * {@link io.tradepath.http.JettyErrors} and {@link io.tradepath.http.ErrorPage} what the server refuses by itself. A list
 * is a {@link io.tradepath.http.Page}.
 *
 * <p>A service imports {@link io.tradepath.http.HttpWire} and writes down which scope each of its paths asks for. What
 * its answers mean is its own.
 */
@NullMarked
package io.tradepath.http;

import org.jspecify.annotations.NullMarked;
