@NullMarked
package io.tradepath.accounts.events;

import org.jspecify.annotations.NullMarked;
