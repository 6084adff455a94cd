package io.tradepath.alb.template;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One loaded template, by its sections. */
record Template(TemplateSource source, Map<String, Node> sections) {

    static Template load(TemplateSource source) throws TemplateException {
        Node root = NodeParser.parse(source);
        if (!(root instanceof Node.Fields fields) || !(fields.fields().get("Resources") instanceof Node.Fields)) {
            throw new TemplateException(new Finding(
                    Finding.Severity.ERROR,
                    source.name(),
                    root.line(),
                    "",
                    "",
                    "is no CloudFormation template: it has no Resources"));
        }
        return new Template(source, Collections.unmodifiableMap(new LinkedHashMap<>(fields.fields())));
    }

    /** The entries of a section, empty where the template has none. */
    Map<String, Node> section(String name) {
        return sections.get(name) instanceof Node.Fields fields ? fields.fields() : Map.of();
    }

    /** A text field of a resource, parameter or output. */
    static @Nullable String textOf(Node node, String field) {
        return node instanceof Node.Fields fields && fields.fields().get(field) instanceof Node.Text text
                ? text.text()
                : null;
    }

    static @Nullable Node fieldOf(Node node, String field) {
        return node instanceof Node.Fields fields ? fields.fields().get(field) : null;
    }
}
