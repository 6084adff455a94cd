/**
 * Each account's events: the ordered log that clients read after {@code afterSeq}, and the way to the bus. An event is
 * logged and put into the outbox in the transaction that makes it, under the account's row lock, so its number and its
 * effect cannot come apart.
 */
@NullMarked
package io.tradepath.accounts.events;

import org.jspecify.annotations.NullMarked;
