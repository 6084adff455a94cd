@NullMarked
package io.tradepath.http.token;

import org.jspecify.annotations.NullMarked;
