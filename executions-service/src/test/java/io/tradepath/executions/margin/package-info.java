@NullMarked
package io.tradepath.executions.margin;

import org.jspecify.annotations.NullMarked;
