/**
 * The truth about each stream: whether its instrument is live, quiet, closed or stale, told on {@code /topic/status}.
 *
 * <p>Silence alone says nothing. A market without changes and a feed whose source has died look the same on a quote
 * stream, so the difference is said in so many words, and so is its end.
 */
@NullMarked
package io.tradepath.feed.status;

import org.jspecify.annotations.NullMarked;
