/** The service as a whole, on the real PostgreSQL, Kafka and issuer. */
@NullMarked
package io.tradepath.accounts;

import org.jspecify.annotations.NullMarked;
