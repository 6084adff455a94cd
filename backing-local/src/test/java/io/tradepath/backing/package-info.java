@NullMarked
package io.tradepath.backing;

import org.jspecify.annotations.NullMarked;
