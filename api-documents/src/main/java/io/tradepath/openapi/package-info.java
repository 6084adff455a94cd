/**
 * The OpenAPI documents in {@code docs/api}. They are made from the running services, and each service's tests compare
 * its document with the service ({@link io.tradepath.openapi.OpenApiFile}), so that a change to the contract shows in a
 * diff; a test's client holds each answer against the document ({@link io.tradepath.openapi.ApiContract}). What cannot
 * be read off the code, a service says in an {@link io.tradepath.openapi.ApiDescription}; what all documents have alike
 * is in {@link io.tradepath.openapi.OpenApiDocument}.
 */
@NullMarked
package io.tradepath.openapi;

import org.jspecify.annotations.NullMarked;
