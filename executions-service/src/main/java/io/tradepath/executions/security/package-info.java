/** Which scope each path asks for. Whose account it is, is the matter of {@code account}. */
@NullMarked
package io.tradepath.executions.security;

import org.jspecify.annotations.NullMarked;
