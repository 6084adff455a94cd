/**
 * PostgreSQL 18 on 127.0.0.1, as the services meet it in RDS: durable, one database and one user a service, neither of
 * which can connect to the other's.
 *
 * <p>{@link io.tradepath.backing.postgres.LocalPostgres} unpacks the server ({@code PostgresBinaries}), ends what a
 * killed run left running in the same folder ({@code Leftovers}), makes the data folder once, and runs the postmaster
 * as its child. Everything lies in one folder: {@code binaries}, {@code data}, {@code lock}.
 */
@NullMarked
package io.tradepath.backing.postgres;

import org.jspecify.annotations.NullMarked;
