/**
 * What AWS gives the services in production, on a laptop: PostgreSQL for RDS, Kafka for MSK and an OIDC issuer for
 * Cognito.
 *
 * <p>{@link io.tradepath.backing.Main} runs one of the three as a process of its own, chosen by the first argument.
 * {@link io.tradepath.backing.SharedBacking} gives the same three to integration tests, one of each per JVM.
 */
@NullMarked
package io.tradepath.backing;

import org.jspecify.annotations.NullMarked;
