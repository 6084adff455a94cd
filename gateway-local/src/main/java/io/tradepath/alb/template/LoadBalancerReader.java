package io.tradepath.alb.template;

import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.LoadBalancer.DesyncMode;
import io.tradepath.alb.LoadBalancer.ForwardedFor;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads a load balancer and its attributes. */
final class LoadBalancerReader {

    private final Properties properties;
    private int idleTimeoutSeconds = 60;
    private int clientKeepAliveSeconds = 3600;
    private boolean dropInvalid;
    private boolean preserveHost;
    private boolean clientPort;
    private ForwardedFor forwardedFor = ForwardedFor.APPEND;
    private DesyncMode desync = DesyncMode.DEFENSIVE;

    LoadBalancerReader(Properties properties) {
        this.properties = properties;
    }

    /** The load balancer; null where it is none of the application type. */
    @Nullable
    LoadBalancer read() {
        String type = properties.text("Type", "application");
        if (!type.equals("application")) {
            properties.report(
                    Finding.Severity.NOT_EMULATED,
                    "Type",
                    type + " load balancers are passed over with their listeners");
            return null;
        }
        for (Properties attribute : properties.children("LoadBalancerAttributes")) {
            readAttribute(attribute);
        }
        properties.ignore("Name", "Scheme", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic");
        properties.reportUnknown();
        String name = properties.text("Name", properties.resource());
        return new LoadBalancer(
                properties.resource(),
                "app/" + name + "/0000000000000000",
                Duration.ofSeconds(idleTimeoutSeconds),
                Duration.ofSeconds(clientKeepAliveSeconds),
                dropInvalid,
                preserveHost,
                forwardedFor,
                clientPort,
                desync);
    }

    private void readAttribute(Properties attribute) {
        String key = attribute.requiredText("Key", "");
        switch (key) {
            case "idle_timeout.timeout_seconds" -> idleTimeoutSeconds = attribute.integer("Value", 1, 4000, 60);
            case "client_keep_alive.seconds" -> clientKeepAliveSeconds = attribute.integer("Value", 60, 604_800, 3600);
            case "routing.http.drop_invalid_header_fields.enabled" -> dropInvalid = attribute.flag("Value", false);
            case "routing.http.preserve_host_header.enabled" -> preserveHost = attribute.flag("Value", false);
            case "routing.http.xff_client_port.enabled" -> clientPort = attribute.flag("Value", false);
            case "routing.http.xff_header_processing.mode" ->
                forwardedFor = attributeEnum(attribute, ForwardedFor.class, forwardedFor);
            case "routing.http.desync_mitigation_mode" -> desync = attributeEnum(attribute, DesyncMode.class, desync);
            case "routing.http2.enabled" -> {
                // false is what happens here anyway; true is AWS's default and said once at start
            }
            case "deletion_protection.enabled",
                    "access_logs.s3.enabled",
                    "access_logs.s3.bucket",
                    "access_logs.s3.prefix",
                    "connection_logs.s3.enabled",
                    "connection_logs.s3.bucket",
                    "connection_logs.s3.prefix",
                    "load_balancing.cross_zone.enabled",
                    "zonal_shift.config.enabled",
                    "ipv6.deny_all_igw_traffic" -> {
                // about AWS's own surroundings
            }
            default ->
                attribute.report(
                        Finding.Severity.NOT_EMULATED,
                        "Key",
                        "attribute " + key + " is not known here and changes nothing");
        }
    }

    static <E extends Enum<E>> E attributeEnum(Properties attribute, Class<E> type, E otherwise) {
        String text = attribute.text("Value", "");
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        attribute.error("Value", "'" + text + "' is none of " + namesOf(type));
        return otherwise;
    }

    private static <E extends Enum<E>> String namesOf(Class<E> type) {
        StringBuilder names = new StringBuilder();
        for (E constant : type.getEnumConstants()) {
            names.append(names.isEmpty() ? "" : ", ").append(constant.name().toLowerCase(Locale.ROOT));
        }
        return names.toString();
    }
}
