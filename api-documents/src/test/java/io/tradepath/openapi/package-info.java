@NullMarked
package io.tradepath.openapi;

import org.jspecify.annotations.NullMarked;
