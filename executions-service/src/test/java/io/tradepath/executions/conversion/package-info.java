@NullMarked
package io.tradepath.executions.conversion;

import org.jspecify.annotations.NullMarked;
