/** What people do with Tradepath, through the gateway: trade, watch, come back. */
@NullMarked
package io.tradepath.system.journey;

import org.jspecify.annotations.NullMarked;
