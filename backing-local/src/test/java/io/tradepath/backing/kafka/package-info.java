@NullMarked
package io.tradepath.backing.kafka;

import org.jspecify.annotations.NullMarked;
