@NullMarked
package io.tradepath.backing.issuer;

import org.jspecify.annotations.NullMarked;
