/**
 * Faults in the middle of load, from a printed seed, and what must hold after each: the invariants, checked in the
 * databases and against what the clients were told.
 */
@NullMarked
package io.tradepath.system.faults;

import org.jspecify.annotations.NullMarked;
