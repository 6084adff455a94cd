/**
 * What every endpoint has alike: request ids, the limit on bodies, errors as problem details (RFC 9457), strict
 * JSON, pages and cursors.
 */
@NullMarked
package io.tradepath.accounts.web;

import org.jspecify.annotations.NullMarked;
