/** A suite of real processes, started by {@code ./run} in a folder of its own, and what may be done to its processes. */
@NullMarked
package io.tradepath.system.suite;

import org.jspecify.annotations.NullMarked;
