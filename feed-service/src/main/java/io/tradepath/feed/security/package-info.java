/**
 * Who asks, and what they may do. The service is an OAuth 2 resource server for access tokens of Cognito's shape: by
 * header on REST paths, in frames on STOMP.
 */
@NullMarked
package io.tradepath.feed.security;

import org.jspecify.annotations.NullMarked;
