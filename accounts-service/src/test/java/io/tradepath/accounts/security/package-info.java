@NullMarked
package io.tradepath.accounts.security;

import org.jspecify.annotations.NullMarked;
