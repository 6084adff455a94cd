/**
 * Accounts: opened, listed, read and changed. {@link io.tradepath.accounts.account.AccountRow} is the account as every
 * writer sees it, under its row lock: its money, status and sequence change there and nowhere else. What clients ask
 * for is read through JPA.
 *
 * <p>A status is ACTIVE or CLOSE_ONLY here; {@link io.tradepath.accounts.account.Standing} keeps the reasons apart, so
 * that lifting one does not lift another.
 */
@NullMarked
package io.tradepath.accounts.account;

import org.jspecify.annotations.NullMarked;
