package io.tradepath.alb.template;

import io.tradepath.alb.Listener;
import io.tradepath.alb.LoadBalancer;
import io.tradepath.alb.Rule;
import io.tradepath.alb.TargetGroupSettings;
import io.tradepath.alb.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads templates into a {@link Topology}. Several templates are read as one: they find each other's exports. */
public final class TemplateReader {

    private static final String PREFIX = "AWS::ElasticLoadBalancingV2::";

    private final Map<String, String> parameters;
    private final List<Template> templates = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> exportsUnderWay = new HashSet<>();
    private final Map<String, Properties> loadBalancerProperties = new LinkedHashMap<>();
    private final Map<String, Properties> listenerProperties = new LinkedHashMap<>();
    private final Map<String, Properties> ruleProperties = new LinkedHashMap<>();
    private final Map<String, Properties> groupProperties = new LinkedHashMap<>();
    private final Map<String, List<String>> servicesOfGroup = new HashMap<>();

    private TemplateReader(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /**
     * Reads templates.
     *
     * @param parameters values for the templates' parameters; a name that no template declares is an error
     */
    public static ReadResult read(List<TemplateSource> sources, Map<String, String> parameters) {
        TemplateReader reader = new TemplateReader(parameters);
        for (TemplateSource source : sources) {
            try {
                reader.templates.add(Template.load(source));
            } catch (TemplateException e) {
                reader.findings.add(e.finding());
            }
        }
        reader.checkParameters();
        for (Template template : reader.templates) {
            reader.collect(template);
        }
        return new ReadResult(reader.build(), reader.findings);
    }

    private void checkParameters() {
        for (String name : new TreeSet<>(parameters.keySet())) {
            boolean declared = name.startsWith("AWS::")
                    || templates.stream()
                            .anyMatch(template -> template.section("Parameters").containsKey(name));
            if (!declared && !templates.isEmpty()) {
                findings.add(new Finding(
                        Finding.Severity.ERROR,
                        templates.getFirst().source().name(),
                        0,
                        "",
                        "",
                        "no template has a parameter " + name));
            }
        }
    }

    private Intrinsics intrinsicsOf(Template template) {
        return new Intrinsics(template, parameters, this::exported);
    }

    private @Nullable Value exported(String name, int line) throws TemplateException {
        for (Template template : templates) {
            for (Node output : template.section("Outputs").values()) {
                Node export = Template.fieldOf(output, "Export");
                Node exportName = export == null ? null : Template.fieldOf(export, "Name");
                Node value = Template.fieldOf(output, "Value");
                if (exportName == null || value == null || !exportsUnderWay.add(name)) {
                    continue;
                }
                try {
                    Intrinsics intrinsics = intrinsicsOf(template);
                    if (intrinsics.evaluate(exportName) instanceof Value.Text text
                            && text.text().equals(name)) {
                        return intrinsics.evaluate(value);
                    }
                } finally {
                    exportsUnderWay.remove(name);
                }
            }
        }
        return null;
    }

    private void collect(Template template) {
        for (Map.Entry<String, Node> entry : template.section("Resources").entrySet()) {
            String type = Template.textOf(entry.getValue(), "Type");
            if (type == null) {
                findings.add(new Finding(
                        Finding.Severity.ERROR,
                        template.source().name(),
                        entry.getValue().line(),
                        entry.getKey(),
                        "Type",
                        "is missing"));
            } else if (type.equals(PREFIX + "TrustStore")) {
                say(template, entry, "mutual TLS is not emulated");
            } else if (type.equals("AWS::WAFv2::WebACLAssociation")) {
                say(template, entry, "WAF is not emulated: nothing is filtered here");
            } else {
                collect(template, entry.getKey(), type, entry.getValue());
            }
        }
    }

    private void say(Template template, Map.Entry<String, Node> resource, String message) {
        findings.add(new Finding(
                Finding.Severity.NOT_EMULATED,
                template.source().name(),
                resource.getValue().line(),
                resource.getKey(),
                "",
                message));
    }

    private void collect(Template template, String id, String type, Node resource) {
        boolean service = type.equals("AWS::ECS::Service");
        Map<String, Properties> into = switch (type) {
            case PREFIX + "LoadBalancer" -> loadBalancerProperties;
            case PREFIX + "Listener" -> listenerProperties;
            case PREFIX + "ListenerRule" -> ruleProperties;
            case PREFIX + "TargetGroup" -> groupProperties;
            default -> null;
        };
        if (into == null && !service) {
            return;
        }
        try {
            String condition = Template.textOf(resource, "Condition");
            if (condition != null && !intrinsicsOf(template).condition(condition, resource.line())) {
                return;
            }
            if (into == null) {
                collectService(template, id, resource);
                return;
            }
            Properties previous = into.putIfAbsent(id, properties(template, id, resource));
            if (previous != null) {
                findings.add(new Finding(
                        Finding.Severity.ERROR,
                        template.source().name(),
                        resource.line(),
                        id,
                        "",
                        "is in two templates under one name"));
            }
        } catch (TemplateException e) {
            findings.add(e.finding().resource().isEmpty() ? named(e.finding(), id) : e.finding());
        }
    }

    private static Finding named(Finding finding, String resource) {
        return new Finding(
                finding.severity(), finding.file(), finding.line(), resource, finding.property(), finding.message());
    }

    private Properties properties(Template template, String id, Node resource) throws TemplateException {
        Node properties = Template.fieldOf(resource, "Properties");
        Map<String, Value> fields = new LinkedHashMap<>();
        if (properties instanceof Node.Fields declared) {
            for (Map.Entry<String, Node> property : declared.fields().entrySet()) {
                if (isOfNoConcern(property.getKey())) {
                    continue;
                }
                try {
                    Value value = intrinsicsOf(template).evaluate(property.getValue());
                    if (!(value instanceof Value.Nothing)) {
                        fields.put(property.getKey(), value);
                    }
                } catch (TemplateException e) {
                    Finding f = e.finding();
                    findings.add(new Finding(f.severity(), f.file(), f.line(), id, property.getKey(), f.message()));
                }
            }
        }
        return new Properties(
                template.source().name(),
                id,
                "",
                fields,
                properties == null ? resource.line() : properties.line(),
                findings);
    }

    /** Properties that say nothing about requests, and whose functions only AWS can evaluate. */
    private static boolean isOfNoConcern(String property) {
        return switch (property) {
            case "Tags", "Subnets", "SubnetMappings", "SecurityGroups", "VpcId", "IpAddressType", "Certificates" ->
                true;
            default -> false;
        };
    }

    /** An ECS service says by its LoadBalancers which group its tasks are registered in. */
    private void collectService(Template template, String id, Node resource) throws TemplateException {
        Node properties = Template.fieldOf(resource, "Properties");
        Node loadBalancers = properties == null ? null : Template.fieldOf(properties, "LoadBalancers");
        if (loadBalancers == null) {
            return;
        }
        if (intrinsicsOf(template).evaluate(loadBalancers) instanceof Value.Items items) {
            for (Value item : items.items()) {
                if (item instanceof Value.Fields fields
                        && fields.fields().get("TargetGroupArn") instanceof Value.Resource group) {
                    servicesOfGroup
                            .computeIfAbsent(group.logicalId(), ignored -> new ArrayList<>())
                            .add(id);
                }
            }
        }
    }

    private Topology build() {
        Map<String, LoadBalancer> loadBalancers = new HashMap<>();
        Set<String> passed = new HashSet<>();
        for (Properties properties : loadBalancerProperties.values()) {
            LoadBalancer read = new LoadBalancerReader(properties).read();
            if (read == null) {
                passed.add(properties.resource());
            } else {
                loadBalancers.put(properties.resource(), read);
            }
        }
        List<TargetGroupSettings> groups = new ArrayList<>();
        for (Properties properties : groupProperties.values()) {
            List<String> services = servicesOfGroup.getOrDefault(properties.resource(), List.of());
            groups.add(new TargetGroupReader(properties, services).read());
        }
        Map<String, TargetGroupSettings> groupsById = new HashMap<>();
        groups.forEach(group -> groupsById.put(group.id(), group));
        Map<String, List<Rule>> rules = rulesByListener(groupsById, passed);
        return new Topology(listeners(loadBalancers, groupsById, rules, passed), groups);
    }

    private Map<String, List<Rule>> rulesByListener(Map<String, TargetGroupSettings> groups, Set<String> passed) {
        Map<String, List<Rule>> byListener = new HashMap<>();
        for (Properties properties : ruleProperties.values()) {
            String listener = properties.requiredText("ListenerArn", "");
            Properties owner = listenerProperties.get(listener);
            if (owner == null) {
                if (!listener.isEmpty()) {
                    properties.error("ListenerArn", "names '" + listener + "', which is no listener of the templates");
                }
                continue;
            }
            if (passed.contains(owner.text("LoadBalancerArn", ""))) {
                continue;
            }
            boolean tls = owner.text("Protocol", "HTTP").equals("HTTPS");
            Rule rule = new RuleReader(properties, groups, tls).readRule();
            List<Rule> rules = byListener.computeIfAbsent(listener, ignored -> new ArrayList<>());
            rules.stream()
                    .filter(other -> other.priority() == rule.priority() && rule.priority() > 0)
                    .findFirst()
                    .ifPresent(other -> properties.error(
                            "Priority", rule.priority() + " is taken by " + other.id() + " on the same listener"));
            rules.add(rule);
        }
        return byListener;
    }

    private List<Listener> listeners(
            Map<String, LoadBalancer> loadBalancers,
            Map<String, TargetGroupSettings> groups,
            Map<String, List<Rule>> rules,
            Set<String> passed) {
        List<Listener> listeners = new ArrayList<>();
        Map<String, Integer> rulesOfLoadBalancer = new HashMap<>();
        for (Properties properties : listenerProperties.values()) {
            String owner = loadBalancerOf(properties);
            if (passed.contains(owner)) {
                continue;
            }
            LoadBalancer loadBalancer = loadBalancers.computeIfAbsent(owner, LoadBalancer::withDefaults);
            List<Rule> own = rules.getOrDefault(properties.resource(), List.of());
            int total = rulesOfLoadBalancer.merge(owner, own.size(), Integer::sum);
            if (total > Listener.RULES_MAX) {
                properties.error("", "load balancer " + owner + " has more than " + Listener.RULES_MAX + " rules");
            }
            listeners.add(new ListenerReader(properties, groups).read(loadBalancer, own));
        }
        return listeners;
    }

    /** A load balancer that another stack owns is as good as any: its attributes are then AWS's defaults. */
    private static String loadBalancerOf(Properties listener) {
        return switch (listener.value("LoadBalancerArn")) {
            case Value.Resource resource -> resource.logicalId();
            case Value.Text text -> text.text();
            case Value.Unknown ignored -> {
                listener.report(
                        Finding.Severity.WARNING,
                        "LoadBalancerArn",
                        "is a load balancer of another stack: its attributes are taken to be AWS's defaults");
                yield "imported";
            }
            case null -> {
                listener.error("LoadBalancerArn", "is missing");
                yield "missing";
            }
            default -> {
                listener.error("LoadBalancerArn", "must be a text");
                yield "missing";
            }
        };
    }
}
