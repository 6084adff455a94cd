package io.tradepath.gateway;

import io.tradepath.alb.Listener;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Topology;
import io.tradepath.alb.http.RequestHead;
import java.net.URI;
import java.util.Locale;

/** What {@code explain} prints: which rule takes a request, and why those before it do not. */
final class Explanation {

    private Explanation() {}

    static String of(Topology topology, CommandLine line) {
        String method = line.positional.get(0).toUpperCase(Locale.ROOT);
        URI uri;
        try {
            uri = URI.create(line.positional.get(1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + line.positional.get(1) + "' is no URL", e);
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("'" + line.positional.get(1) + "' is no URL such as https://host/path");
        }
        Listener listener = listener(topology, line.listener, uri.getScheme());
        RoutedRequest request = new RoutedRequest(head(method, uri, line), line.sourceIp);
        Rule rule = listener.ruleFor(request);
        StringBuilder out = new StringBuilder("listener " + listener.id() + "\n");
        StateReport.passedOver(listener, request, rule)
                .forEach(why -> out.append("  no   ").append(why).append('\n'));
        String which = rule.isDefault() ? "the default action" : rule.id() + " (" + rule.priority() + ")";
        return out.append("  yes  ")
                .append(which)
                .append(": ")
                .append(RuleText.action(rule))
                .append('\n')
                .toString();
    }

    private static RequestHead head(String method, URI uri, CommandLine line) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder head =
                new StringBuilder(method + " " + path + query + " HTTP/1.1\r\nHost: " + uri.getRawAuthority() + "\r\n");
        line.headers.forEach(header -> head.append(header).append("\r\n"));
        return RequestHead.of(head.append("\r\n").toString());
    }

    private static Listener listener(Topology topology, String id, String scheme) {
        if (!id.isEmpty()) {
            Listener named = topology.listener(id);
            if (named == null) {
                throw new IllegalArgumentException("the templates have no listener " + id);
            }
            return named;
        }
        boolean tls = scheme.equalsIgnoreCase("https");
        return topology.listeners().stream()
                .filter(listener -> listener.tls() == tls)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the templates have no listener for " + scheme + ": name one with --listener ID"));
    }
}
