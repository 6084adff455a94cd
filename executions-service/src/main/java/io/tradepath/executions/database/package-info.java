/**
 * How this service talks to PostgreSQL: two pools (one for the lanes, one for everything else), statements that write
 * many rows at once, and which failures mean that the database is away.
 */
@NullMarked
package io.tradepath.executions.database;

import org.jspecify.annotations.NullMarked;
