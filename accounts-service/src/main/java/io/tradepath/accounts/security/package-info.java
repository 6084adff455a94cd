/**
 * Who asks, and what they may do. The service is an OAuth 2 resource server for access tokens of Cognito's shape; scopes
 * are checked by path, and on every id its owner: another owner's account answers as one that is not there.
 */
@NullMarked
package io.tradepath.accounts.security;

import org.jspecify.annotations.NullMarked;
