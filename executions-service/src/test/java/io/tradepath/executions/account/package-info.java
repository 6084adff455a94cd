@NullMarked
package io.tradepath.executions.account;

import org.jspecify.annotations.NullMarked;
