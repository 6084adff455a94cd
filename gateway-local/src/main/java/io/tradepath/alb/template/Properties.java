package io.tradepath.alb.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a resource, or of a part of one, as they are asked for. A fault in a value is recorded and the
 * default goes on, so that one reading finds all faults.
 */
final class Properties {

    private final String file;
    private final String resource;
    private final String path;
    private final Map<String, Value> fields;
    private final int line;
    private final List<Finding> findings;
    private final Set<String> asked = new LinkedHashSet<>();

    Properties(String file, String resource, String path, Map<String, Value> fields, int line, List<Finding> findings) {
        this.file = file;
        this.resource = resource;
        this.path = path;
        this.fields = fields;
        this.line = line;
        this.findings = findings;
    }

    String resource() {
        return resource;
    }

    boolean has(String property) {
        asked.add(property);
        return fields.containsKey(property);
    }

    @Nullable
    Value value(String property) {
        asked.add(property);
        return fields.get(property);
    }

    /** Marks properties that change nothing here. */
    void ignore(String... properties) {
        asked.addAll(List.of(properties));
    }

    /** Says of every property that nobody asked for that the gateway does not know it. */
    void reportUnknown() {
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            if (!asked.contains(field.getKey())) {
                report(Finding.Severity.NOT_EMULATED, field.getKey(), "is not known here and changes nothing");
            }
        }
    }

    @Nullable
    String text(String property) {
        return switch (value(property)) {
            case Value.Text text -> text.text();
            case Value.Unknown unknown -> {
                error(property, unknown.why());
                yield null;
            }
            case null -> null;
            case Value.Resource ref -> ref.logicalId();
            case Value.Items ignored -> wrongKind(property, "a text, not a list");
            case Value.Fields ignored -> wrongKind(property, "a text, not a map");
            case Value.Nothing ignored -> null;
        };
    }

    private @Nullable String wrongKind(String property, String wanted) {
        error(property, "must be " + wanted);
        return null;
    }

    String text(String property, String otherwise) {
        String text = text(property);
        return text == null ? otherwise : text;
    }

    String requiredText(String property, String instead) {
        String text = text(property);
        if (text == null && !fields.containsKey(property)) {
            error(property, "is missing");
        }
        return text == null ? instead : text;
    }

    int integer(String property, int min, int max, int otherwise) {
        String text = text(property);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // the message below says it
        }
        error(property, "must be a number from " + min + " to " + max + ", not '" + text + "'");
        return otherwise;
    }

    boolean flag(String property, boolean otherwise) {
        String text = text(property);
        if (text == null) {
            return otherwise;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("true") && !lower.equals("false")) {
            error(property, "must be true or false, not '" + text + "'");
            return otherwise;
        }
        return lower.equals("true");
    }

    /** A list of texts; one text counts as a list of it. */
    List<String> texts(String property) {
        Value value = value(property);
        List<String> texts = new ArrayList<>();
        switch (value) {
            case null -> {}
            case Value.Items items -> {
                for (Value item : items.items()) {
                    switch (item) {
                        case Value.Text text -> texts.add(text.text());
                        case Value.Resource ref -> texts.add(ref.logicalId());
                        case Value.Unknown unknown -> error(property, unknown.why());
                        default -> error(property, "must be a list of texts");
                    }
                }
            }
            case Value.Text text -> texts.add(text.text());
            case Value.Unknown unknown -> error(property, unknown.why());
            default -> error(property, "must be a list of texts");
        }
        return texts;
    }

    /** The maps within a list. */
    List<Properties> children(String property) {
        List<Properties> children = new ArrayList<>();
        switch (value(property)) {
            case null -> {}
            case Value.Items items -> {
                for (int i = 0; i < items.items().size(); i++) {
                    String at = property + "[" + i + "]";
                    if (items.items().get(i) instanceof Value.Fields child) {
                        children.add(child(at, child));
                    } else {
                        error(at, "must be a map");
                    }
                }
            }
            default -> error(property, "must be a list");
        }
        return children;
    }

    /** The map under a property. */
    @Nullable
    Properties child(String property) {
        return switch (value(property)) {
            case null -> null;
            case Value.Fields child -> child(property, child);
            default -> {
                error(property, "must be a map");
                yield null;
            }
        };
    }

    private Properties child(String at, Value.Fields child) {
        return new Properties(file, resource, join(at), child.fields(), child.line(), findings);
    }

    void error(String property, String message) {
        report(Finding.Severity.ERROR, property, message);
    }

    void report(Finding.Severity severity, String property, String message) {
        Value at = fields.get(property);
        findings.add(new Finding(severity, file, at == null ? line : at.line(), resource, join(property), message));
    }

    private String join(String property) {
        return path.isEmpty() ? property : property.isEmpty() ? path : path + "." + property;
    }
}
