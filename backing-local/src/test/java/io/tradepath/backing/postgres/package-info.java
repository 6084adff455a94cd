@NullMarked
package io.tradepath.backing.postgres;

import org.jspecify.annotations.NullMarked;
