/** The instruments that are traded here: their sizes, margin and hours, and whether each can be traded now. */
@NullMarked
package io.tradepath.executions.instrument;

import org.jspecify.annotations.NullMarked;
