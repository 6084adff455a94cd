@NullMarked
package io.tradepath.executions.position;

import org.jspecify.annotations.NullMarked;
