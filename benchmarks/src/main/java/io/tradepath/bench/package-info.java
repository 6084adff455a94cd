/**
 * What {@code ./bench} measures.
 *
 * <p>A benchmark interleaves its runs with those of the baseline that it is compared with, so that a change of the
 * machine's mood meets both; it shows {@link io.tradepath.bench.Figures} with their spread, and says whether its goals
 * hold. {@link io.tradepath.bench.Surroundings} are printed with every result, because a figure without them cannot be
 * compared.
 */
@NullMarked
package io.tradepath.bench;

import org.jspecify.annotations.NullMarked;
