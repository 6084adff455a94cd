/**
 * Load over HTTP and its measures, for whatever answers it.
 *
 * <p>{@link io.tradepath.bench.load.RequestLoad} sends {@link io.tradepath.bench.load.Traffic} over connections that are
 * kept, as fast as it goes or at a {@link io.tradepath.bench.load.Pace}: then a time runs from when a request was due, so
 * that one that had to wait for those before it counts its wait.
 */
@NullMarked
package io.tradepath.bench.load;

import org.jspecify.annotations.NullMarked;
