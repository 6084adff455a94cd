/**
 * Who asks. Every service is an OAuth 2 resource server for access tokens of Cognito's shape and verifies them by
 * itself ({@link io.tradepath.http.token.TokenVerifier}), with keys that it fetches when it first needs them. A service
 * imports {@link io.tradepath.http.token.ResourceServer} and says which {@linkplain io.tradepath.http.token.Scopes
 * scope} each of its paths asks for; whose an account is, is its own matter.
 */
@NullMarked
package io.tradepath.http.token;

import org.jspecify.annotations.NullMarked;
