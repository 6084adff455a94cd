/**
 * The service as its clients and the bus see it: two instances on one real PostgreSQL and Kafka, tokens of a real
 * issuer, and the tests' own accounts-service and quote publisher. Started once for all tests of the module.
 */
@NullMarked
package io.tradepath.executions.system;

import org.jspecify.annotations.NullMarked;
