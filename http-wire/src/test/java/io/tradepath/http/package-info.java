@NullMarked
package io.tradepath.http;

import org.jspecify.annotations.NullMarked;
