@NullMarked
package io.tradepath.executions.order;

import org.jspecify.annotations.NullMarked;
