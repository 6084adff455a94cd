/**
 * What a caller may do. Scopes are checked by path, and on every id its owner: another owner's account answers as one
 * that is not there.
 */
@NullMarked
package io.tradepath.accounts.security;

import org.jspecify.annotations.NullMarked;
