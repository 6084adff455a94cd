/**
 * What the three local servers share: the folder that a server keeps its state in and that only one process may use,
 * the loopback port that it listens on, and the error that is meant for the person who started it.
 */
@NullMarked
package io.tradepath.backing.state;

import org.jspecify.annotations.NullMarked;
