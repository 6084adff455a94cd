package io.tradepath.alb.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the intrinsic functions of one template: Ref, Sub, GetAtt, If, Join, Select, Split, FindInMap, ImportValue,
 * Base64, Length, GetAZs, and in conditions Equals, And, Or, Not.
 */
final class Intrinsics {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(!?)([^}]*)}");
    private static final int CONDITION_DEPTH_MAX = 50;

    /** Where the exports of other templates are found. */
    interface Exports {
        @Nullable
        Value find(String name, int line) throws TemplateException;
    }

    private final Template template;
    private final Map<String, String> parameters;
    private final Exports exports;
    private final Set<String> conditionsUnderWay = new HashSet<>();

    Intrinsics(Template template, Map<String, String> parameters, Exports exports) {
        this.template = template;
        this.parameters = parameters;
        this.exports = exports;
    }

    Value evaluate(Node node) throws TemplateException {
        return switch (node) {
            case Node.Text text -> new Value.Text(text.text(), text.line());
            case Node.Items items -> items(items);
            case Node.Fields fields -> {
                Map.Entry<String, Node> call = call(fields);
                yield call == null ? fields(fields) : apply(call.getKey(), call.getValue(), fields.line());
            }
        };
    }

    private static Map.@Nullable Entry<String, Node> call(Node.Fields fields) {
        if (fields.fields().size() != 1) {
            return null;
        }
        Map.Entry<String, Node> only = fields.fields().entrySet().iterator().next();
        return only.getKey().equals("Ref") || only.getKey().startsWith("Fn::") ? only : null;
    }

    private Value items(Node.Items items) throws TemplateException {
        List<Value> values = new ArrayList<>();
        for (Node item : items.items()) {
            Value value = evaluate(item);
            if (!(value instanceof Value.Nothing)) {
                values.add(value);
            }
        }
        return new Value.Items(values, items.line());
    }

    private Value fields(Node.Fields fields) throws TemplateException {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Map.Entry<String, Node> field : fields.fields().entrySet()) {
            Value value = evaluate(field.getValue());
            if (!(value instanceof Value.Nothing)) {
                values.put(field.getKey(), value);
            }
        }
        return new Value.Fields(values, fields.line());
    }

    private Value apply(String function, Node argument, int line) throws TemplateException {
        return switch (function) {
            case "Ref" -> ref(text(argument, function), line);
            case "Fn::GetAtt" -> getAtt(argument, line);
            case "Fn::Sub" -> sub(argument, line);
            case "Fn::Join" -> join(argument, line);
            case "Fn::If" -> chosen(argument, line);
            case "Fn::Select" -> select(argument, line);
            case "Fn::Split" -> split(argument, line);
            case "Fn::FindInMap" -> findInMap(argument, line);
            case "Fn::ImportValue" -> importValue(argument, line);
            case "Fn::Base64" -> base64(argument, line);
            case "Fn::Length" ->
                new Value.Text(Integer.toString(listOf(argument, function).size()), line);
            case "Fn::GetAZs" -> availabilityZones(line);
            case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" ->
                new Value.Text(Boolean.toString(holds(new Node.Fields(Map.of(function, argument), line))), line);
            default -> new Value.Unknown(function + " is not evaluated here", line);
        };
    }

    private Value ref(String name, int line) throws TemplateException {
        String pseudo = pseudoParameter(name);
        if (pseudo != null) {
            return new Value.Text(pseudo, line);
        }
        if (name.equals("AWS::NoValue")) {
            return new Value.Nothing(line);
        }
        Node declaration = template.section("Parameters").get(name);
        if (declaration != null) {
            return parameter(name, declaration, line);
        }
        if (template.section("Resources").containsKey(name)) {
            return new Value.Resource(name, "", line);
        }
        throw error(line, "Ref names '" + name + "', which is neither a parameter nor a resource");
    }

    private Value parameter(String name, Node declaration, int line) throws TemplateException {
        String type = Template.textOf(declaration, "Type");
        String given = parameters.get(name);
        String value = given != null ? given : Template.textOf(declaration, "Default");
        if (value == null) {
            throw error(line, "parameter " + name + " has no value: give --parameter " + name + "=…");
        }
        checkAllowed(name, declaration, value, line);
        if (type != null && (type.equals("CommaDelimitedList") || type.startsWith("List<"))) {
            List<Value> items = new ArrayList<>();
            for (String part : value.split(",", -1)) {
                items.add(new Value.Text(part.strip(), line));
            }
            return new Value.Items(items, line);
        }
        return new Value.Text(value, line);
    }

    private void checkAllowed(String name, Node declaration, String value, int line) throws TemplateException {
        if (Template.fieldOf(declaration, "AllowedValues") instanceof Node.Items allowed
                && allowed.items().stream()
                        .noneMatch(
                                item -> item instanceof Node.Text t && t.text().equals(value))) {
            throw error(line, "parameter " + name + " must be one of its AllowedValues, not '" + value + "'");
        }
    }

    private @Nullable String pseudoParameter(String name) {
        String given = name.startsWith("AWS::") ? parameters.get(name) : null;
        if (given != null) {
            return given;
        }
        return switch (name) {
            case "AWS::Region" -> "us-east-1";
            case "AWS::AccountId" -> "000000000000";
            case "AWS::Partition" -> "aws";
            case "AWS::URLSuffix" -> "amazonaws.com";
            case "AWS::StackName" -> template.source().stackName();
            case "AWS::StackId" ->
                "arn:aws:cloudformation:us-east-1:000000000000:stack/"
                        + template.source().stackName() + "/local";
            default -> null;
        };
    }

    private Value getAtt(Node argument, int line) throws TemplateException {
        String path;
        if (argument instanceof Node.Items items) {
            List<String> parts = new ArrayList<>();
            for (Node item : items.items()) {
                parts.add(text(item, "Fn::GetAtt"));
            }
            path = String.join(".", parts);
        } else {
            path = text(argument, "Fn::GetAtt");
        }
        int dot = path.indexOf('.');
        String resource = dot < 0 ? path : path.substring(0, dot);
        if (!template.section("Resources").containsKey(resource)) {
            throw error(line, "GetAtt names '" + resource + "', which is no resource");
        }
        return new Value.Resource(resource, dot < 0 ? "" : path.substring(dot + 1), line);
    }

    private Value sub(Node argument, int line) throws TemplateException {
        Map<String, Node> variables = Map.of();
        Node format = argument;
        if (argument instanceof Node.Items items && items.items().size() == 2) {
            format = items.items().get(0);
            variables = items.items().get(1) instanceof Node.Fields fields ? fields.fields() : Map.of();
        }
        String text = text(format, "Fn::Sub");
        if (text.matches("\\$\\{[A-Za-z0-9.:]+}")) {
            return substituted(text.substring(2, text.length() - 1), variables, line);
        }
        StringBuilder out = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2).strip();
            String with = matcher.group(1).isEmpty()
                    ? inText(substituted(name, variables, line))
                    : "${" + matcher.group(2) + "}";
            matcher.appendReplacement(out, Matcher.quoteReplacement(with));
        }
        return new Value.Text(matcher.appendTail(out).toString(), line);
    }

    private Value substituted(String name, Map<String, Node> variables, int line) throws TemplateException {
        Node variable = variables.get(name);
        if (variable != null) {
            return evaluate(variable);
        }
        return name.indexOf('.') > 0 ? getAtt(new Node.Text(name, line), line) : ref(name, line);
    }

    /** What stands for a value within a text. */
    private static String inText(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Items items ->
                String.join(",", items.items().stream().map(Intrinsics::inText).toList());
            case Value.Resource resource ->
                resource.attribute().isEmpty()
                        ? resource.logicalId()
                        : resource.logicalId() + "." + resource.attribute();
            case Value.Unknown ignored -> "unknown";
            case Value.Nothing ignored -> "";
            case Value.Fields ignored -> "";
        };
    }

    private Value join(Node argument, int line) throws TemplateException {
        if (!(argument instanceof Node.Items items) || items.items().size() != 2) {
            throw error(line, "Fn::Join takes a delimiter and a list");
        }
        String delimiter = text(items.items().get(0), "Fn::Join");
        List<String> parts = new ArrayList<>();
        for (Value value : listOf(items.items().get(1), "Fn::Join")) {
            parts.add(inText(value));
        }
        return new Value.Text(String.join(delimiter, parts), line);
    }

    private Value chosen(Node argument, int line) throws TemplateException {
        if (!(argument instanceof Node.Items items) || items.items().size() != 3) {
            throw error(line, "Fn::If takes a condition and two values");
        }
        boolean holds = condition(text(items.items().get(0), "Fn::If"), line);
        return evaluate(items.items().get(holds ? 1 : 2));
    }

    private Value select(Node argument, int line) throws TemplateException {
        if (!(argument instanceof Node.Items items) || items.items().size() != 2) {
            throw error(line, "Fn::Select takes an index and a list");
        }
        String index = inText(evaluate(items.items().get(0)));
        List<Value> list = listOf(items.items().get(1), "Fn::Select");
        if (!index.matches("\\d{1,4}") || Integer.parseInt(index) >= list.size()) {
            throw error(line, "Fn::Select asks for item " + index + " of " + list.size());
        }
        return list.get(Integer.parseInt(index));
    }

    private Value split(Node argument, int line) throws TemplateException {
        if (!(argument instanceof Node.Items items) || items.items().size() != 2) {
            throw error(line, "Fn::Split takes a delimiter and a text");
        }
        String delimiter = text(items.items().get(0), "Fn::Split");
        String text = inText(evaluate(items.items().get(1)));
        List<Value> parts = new ArrayList<>();
        for (String part : text.split(Pattern.quote(delimiter), -1)) {
            parts.add(new Value.Text(part, line));
        }
        return new Value.Items(parts, line);
    }

    private Value findInMap(Node argument, int line) throws TemplateException {
        if (!(argument instanceof Node.Items items) || items.items().size() < 3) {
            throw error(line, "Fn::FindInMap takes a map, a key and a second key");
        }
        List<String> keys = new ArrayList<>();
        for (Node item : items.items().subList(0, 3)) {
            keys.add(inText(evaluate(item)));
        }
        Node found = template.section("Mappings").get(keys.get(0));
        for (String key : keys.subList(1, 3)) {
            found = found == null ? null : Template.fieldOf(found, key);
        }
        if (found == null) {
            throw error(line, "Mappings has no " + String.join(".", keys));
        }
        return evaluate(found);
    }

    private Value importValue(Node argument, int line) throws TemplateException {
        String name = inText(evaluate(argument));
        Value exported = exports.find(name, line);
        return exported != null
                ? exported
                : new Value.Unknown(
                        "no loaded template exports '" + name + "': give that template with another --template", line);
    }

    private Value base64(Node argument, int line) throws TemplateException {
        byte[] bytes = inText(evaluate(argument)).getBytes(StandardCharsets.UTF_8);
        return new Value.Text(Base64.getEncoder().encodeToString(bytes), line);
    }

    private Value availabilityZones(int line) {
        List<Value> zones = new ArrayList<>();
        for (String zone : List.of("us-east-1a", "us-east-1b", "us-east-1c")) {
            zones.add(new Value.Text(zone, line));
        }
        return new Value.Items(zones, line);
    }

    private List<Value> listOf(Node node, String function) throws TemplateException {
        Value value = evaluate(node);
        return switch (value) {
            case Value.Items items -> items.items();
            case Value.Text text -> Arrays.asList(value);
            case Value.Resource resource -> Arrays.asList(value);
            default -> throw error(node.line(), function + " wants a list");
        };
    }

    /** Whether a named condition holds. */
    boolean condition(String name, int line) throws TemplateException {
        Node node = template.section("Conditions").get(name);
        if (node == null) {
            throw error(line, "names the condition '" + name + "', which Conditions does not have");
        }
        if (!conditionsUnderWay.add(name) || conditionsUnderWay.size() > CONDITION_DEPTH_MAX) {
            throw error(line, "condition " + name + " depends on itself");
        }
        try {
            return holds(node);
        } finally {
            conditionsUnderWay.remove(name);
        }
    }

    private boolean holds(Node node) throws TemplateException {
        if (node instanceof Node.Text text) {
            return text.text().equals("true");
        }
        if (!(node instanceof Node.Fields fields) || fields.fields().size() != 1) {
            throw error(node.line(), "is no condition");
        }
        Map.Entry<String, Node> call = fields.fields().entrySet().iterator().next();
        if (call.getKey().equals("Condition")) {
            return condition(text(call.getValue(), "Condition"), node.line());
        }
        if (!(call.getValue() instanceof Node.Items operands)) {
            throw error(node.line(), call.getKey() + " wants a list");
        }
        List<Node> items = operands.items();
        return switch (call.getKey()) {
            case "Fn::Equals" -> equal(items, node.line());
            case "Fn::Not" -> items.size() == 1 && !holds(items.getFirst());
            case "Fn::And" -> countOfHolding(items) == items.size();
            case "Fn::Or" -> countOfHolding(items) > 0;
            default -> throw error(node.line(), call.getKey() + " is no condition function");
        };
    }

    private boolean equal(List<Node> items, int line) throws TemplateException {
        if (items.size() != 2) {
            throw error(line, "Fn::Equals takes two values");
        }
        return inText(evaluate(items.get(0))).equals(inText(evaluate(items.get(1))));
    }

    private int countOfHolding(List<Node> items) throws TemplateException {
        int holding = 0;
        for (Node item : items) {
            holding += holds(item) ? 1 : 0;
        }
        return holding;
    }

    private String text(Node node, String function) throws TemplateException {
        if (node instanceof Node.Text text) {
            return text.text();
        }
        throw error(node.line(), function + " wants a text");
    }

    private TemplateException error(int line, String message) {
        return new TemplateException(
                new Finding(Finding.Severity.ERROR, template.source().name(), line, "", "", message));
    }
}
