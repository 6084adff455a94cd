@NullMarked
package io.tradepath.accounts.funding;

import org.jspecify.annotations.NullMarked;
