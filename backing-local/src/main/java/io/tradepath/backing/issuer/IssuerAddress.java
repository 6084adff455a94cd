package io.tradepath.backing.issuer;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where the issuer listens, and the name that it gives itself in {@code iss}, such as {@code http://localhost:9000}.
 *
 * @param bind the address that it listens on, {@code 127.0.0.1} but in a container
 * @param issuer compared as text by whoever checks a token
 */
record IssuerAddress(InetAddress bind, int port, String issuer) {
    IssuerAddress {
        URI uri = URI.create(issuer);
        if (uri.getScheme() == null || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("not an issuer, such as http://localhost:9000: " + issuer);
        }
    }
}
