@NullMarked
package io.tradepath.accounts.account;

import org.jspecify.annotations.NullMarked;
