/**
 * Who may call what. This service is an OAuth 2 resource server: it verifies access tokens of the shape of Cognito's by
 * itself, with keys that it fetches when it first needs them, and asks a scope of each request. Whose account it is, is
 * the matter of {@code account}.
 */
@NullMarked
package io.tradepath.executions.security;

import org.jspecify.annotations.NullMarked;
