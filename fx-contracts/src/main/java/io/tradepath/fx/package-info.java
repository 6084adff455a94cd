/**
 * The values of foreign exchange that every service speaks in: currency pairs, prices, units, money, two-sided quotes,
 * and the list of instruments with what may be traded of each and when.
 *
 * <p>All of them are immutable, checked when they are made (a wrong one cannot exist), and free of binary floating
 * point. {@code parse(x.toString())} gives {@code x} back. Nothing here knows of a database, a bus or a web server.
 */
@NullMarked
package io.tradepath.fx;

import org.jspecify.annotations.NullMarked;
