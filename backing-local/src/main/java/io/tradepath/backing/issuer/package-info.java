/**
 * The OIDC issuer that stands in for Cognito: Spring Security's authorization server on Jetty, with the demo clients
 * and users of {@code Demo}, a login page for the browser app, and access tokens of the shape of Cognito's
 * ({@code AccessTokenShape}).
 *
 * <p>{@link io.tradepath.backing.issuer.LocalIssuer} runs it, as a process or inside a test. The Spring context is put
 * together by hand and is alone with itself: it reads no configuration file and no environment variable, and it shares
 * nothing with the context of a service under test.
 */
@NullMarked
package io.tradepath.backing.issuer;

import org.jspecify.annotations.NullMarked;
