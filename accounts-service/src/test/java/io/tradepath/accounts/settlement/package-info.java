@NullMarked
package io.tradepath.accounts.settlement;

import org.jspecify.annotations.NullMarked;
