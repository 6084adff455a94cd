/**
 * What every REST endpoint has alike: request ids and errors as problem details (RFC 9457).
 */
@NullMarked
package io.tradepath.feed.web;

import org.jspecify.annotations.NullMarked;
