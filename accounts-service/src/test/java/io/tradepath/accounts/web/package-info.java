@NullMarked
package io.tradepath.accounts.web;

import org.jspecify.annotations.NullMarked;
