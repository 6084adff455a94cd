/**
 * Money that comes in from outside: deposits, each once however often it is asked for. The key is a column of the
 * journal entry itself, so it commits with its effect and cannot be there without it; copies that come at once queue
 * at the account's row lock, and all but the first find the key.
 */
@NullMarked
package io.tradepath.accounts.funding;

import org.jspecify.annotations.NullMarked;
