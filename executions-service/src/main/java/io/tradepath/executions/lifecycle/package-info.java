/**
 * The order in which the parts of this service start and end. HTTP ends first, so that no request comes to a lane that
 * has gone; then the lanes, the relay that publishes what they wrote, the consumers, and last (a bean that is destroyed,
 * not a phase) the pools that all of them use.
 */
@NullMarked
package io.tradepath.executions.lifecycle;

import org.jspecify.annotations.NullMarked;
