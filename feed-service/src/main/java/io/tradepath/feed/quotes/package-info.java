/**
 * Quotes as this instance knows them: read from the bus into a book, given out by REST, and encoded once for all sessions
 * that have subscribed to them.
 */
@NullMarked
package io.tradepath.feed.quotes;

import org.jspecify.annotations.NullMarked;
