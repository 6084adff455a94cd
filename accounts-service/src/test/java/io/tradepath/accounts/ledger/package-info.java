@NullMarked
package io.tradepath.accounts.ledger;

import org.jspecify.annotations.NullMarked;
