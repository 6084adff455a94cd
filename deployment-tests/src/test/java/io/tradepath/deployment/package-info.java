/**
 * Whether what {@code infra/} describes is right.
 *
 * <p>The templates are checked by cfn-lint, created in moto (an AWS in Python) and compared with what gateway-local
 * understands of them. The images are built by {@code docker-compose.yml} as a reader of the README builds them, and the
 * suite that runs in them is put to the harness of system-tests. What a machine lacks for a test, the test says when it
 * is skipped; {@code infra/ci/install.sh} installs it on Debian.
 */
@NullMarked
package io.tradepath.deployment;

import org.jspecify.annotations.NullMarked;
