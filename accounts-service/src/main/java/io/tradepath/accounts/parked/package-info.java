/** What operators see and do about accounts whose events could not be applied. */
@NullMarked
package io.tradepath.accounts.parked;

import org.jspecify.annotations.NullMarked;
