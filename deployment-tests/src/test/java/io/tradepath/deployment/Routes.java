package io.tradepath.deployment;

import io.tradepath.alb.Action;
import io.tradepath.alb.RoutedRequest;
import io.tradepath.alb.Rule;
import io.tradepath.alb.Topology;
import io.tradepath.alb.http.RequestHead;
import io.tradepath.alb.template.ReadResult;
import io.tradepath.alb.template.TemplateReader;
import io.tradepath.alb.template.TemplateSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What gateway-local understands of the suite's template. */
final class Routes {
    private Routes() {}

    static Topology of(String parameter, String value) {
        Path template = Project.infra().resolve("tradepath.yaml");
        ReadResult read = TemplateReader.read(
                List.of(new TemplateSource(template.toString(), Project.text(template))), Map.of(parameter, value));
        if (!read.errors().isEmpty()) {
            throw new AssertionError(read.errors());
        }
        return read.topology();
    }

    /** The rule that takes a request to the HTTPS listener. */
    static Rule ruleFor(Topology topology, String method, String host, String path) {
        RequestHead head = RequestHead.of("%s %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(method, path, host));
        return Objects.requireNonNull(topology.listener("Https")).ruleFor(new RoutedRequest(head, "127.0.0.1"));
    }

    /** The target group that a rule forwards to; empty where it answers by itself. */
    static String group(Rule rule) {
        return rule.action() instanceof Action.Forward forward ? forward.groupAt(0) : "";
    }
}
