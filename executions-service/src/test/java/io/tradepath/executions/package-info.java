@NullMarked
package io.tradepath.executions;

import org.jspecify.annotations.NullMarked;
