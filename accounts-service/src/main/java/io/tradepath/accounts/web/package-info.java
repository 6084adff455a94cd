/**
 * What every endpoint has alike: request ids, the limit on bodies, errors as problem details (RFC 9457), pages and
 * cursors. The rules for JSON are settings of the mapper, in {@code application.yml}.
 */
@NullMarked
package io.tradepath.accounts.web;

import org.jspecify.annotations.NullMarked;
