/**
 * What every answer of this service has in common: strict JSON, RFC 9457 problems, request ids, bounded bodies, lists
 * that are read page by page. Controllers need not think of them.
 */
@NullMarked
package io.tradepath.executions.web;

import org.jspecify.annotations.NullMarked;
