/**
 * What executions knows of accounts, which accounts-service owns: who may trade on which, in what status, and how much
 * cash there is for the pre-trade check.
 *
 * <p>The rows of {@code account} are a replica (the feature {@code replica} feeds it), and what every order locks first. Who owns an account is also held in memory, fed by the topic {@code accounts}, so that a request
 * for somebody else's account is refused without a query ({@link io.tradepath.executions.account.AccountAccess}).
 */
@NullMarked
package io.tradepath.executions.account;

import org.jspecify.annotations.NullMarked;
