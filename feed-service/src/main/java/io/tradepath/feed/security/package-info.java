/** What a caller may do: by scope on REST paths, by the token in its frames on STOMP. */
@NullMarked
package io.tradepath.feed.security;

import org.jspecify.annotations.NullMarked;
