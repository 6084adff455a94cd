package io.tradepath.alb.template;

import io.tradepath.alb.Listener;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.Rule;
import io.tradepath.alb.TargetGroupSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a listener: port, protocol, default actions. */
final class ListenerReader {

    private final Properties properties;
    private final Map<String, TargetGroupSettings> groups;

    ListenerReader(Properties properties, Map<String, TargetGroupSettings> groups) {
        this.properties = properties;
        this.groups = groups;
    }

    Listener read(LoadBalancer loadBalancer, List<Rule> rules) {
        String protocol = properties.requiredText("Protocol", "HTTP");
        if (!protocol.equals("HTTP") && !protocol.equals("HTTPS")) {
            properties.error("Protocol", "must be HTTP or HTTPS, not '" + protocol + "'");
        }
        if (properties.has("MutualAuthentication")) {
            properties.report(Finding.Severity.NOT_EMULATED, "MutualAuthentication", "mutual TLS is not emulated");
        }
        for (Properties attribute : properties.children("ListenerAttributes")) {
            attribute.report(
                    Finding.Severity.NOT_EMULATED,
                    "Key",
                    "attribute " + attribute.text("Key", "") + " is not emulated");
        }
        properties.ignore("LoadBalancerArn", "SslPolicy", "AlpnPolicy");
        boolean tls = protocol.equals("HTTPS");
        List<Rule> all = new ArrayList<>(rules);
        all.add(new RuleReader(properties, groups, tls).readDefault());
        int port = properties.integer("Port", 1, 65_535, tls ? 443 : 80);
        properties.reportUnknown();
        return new Listener(properties.resource(), loadBalancer, port, tls, all);
    }
}
