package io.tradepath.alb.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Parses YAML or JSON into nodes; the short forms of intrinsic functions ({@code !Ref}) become the long ones. */
final class NodeParser {

    private static final int CODE_POINTS_MAX = 4 * 1024 * 1024;
    private static final int DEPTH_MAX = 60;

    private final TemplateSource source;

    private NodeParser(TemplateSource source) {
        this.source = source;
    }

    static Node parse(TemplateSource source) throws TemplateException {
        return new NodeParser(source).parse();
    }

    private Node parse() throws TemplateException {
        // JSON may be indented by tabs, YAML may not; JSON has no tab inside a string
        String text =
                source.text().stripLeading().startsWith("{") ? source.text().replace('\t', ' ') : source.text();
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(CODE_POINTS_MAX)
                .setLabel(source.name())
                .build();
        try {
            Optional<org.snakeyaml.engine.v2.nodes.Node> root = new Compose(settings).composeString(text);
            return root.isPresent() ? convert(root.get(), 0) : new Node.Fields(Map.of(), 1);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw error(line, "is neither YAML nor JSON: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw error(0, "is neither YAML nor JSON: " + e.getMessage());
        }
    }

    private Node convert(org.snakeyaml.engine.v2.nodes.Node node, int depth) throws TemplateException {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        if (depth > DEPTH_MAX) {
            throw error(line, "is nested more than " + DEPTH_MAX + " deep");
        }
        Node plain = switch (node) {
            case ScalarNode scalar -> new Node.Text(scalar.getValue(), line);
            case SequenceNode sequence -> {
                List<Node> items = new ArrayList<>();
                for (org.snakeyaml.engine.v2.nodes.Node item : sequence.getValue()) {
                    items.add(convert(item, depth + 1));
                }
                yield new Node.Items(items, line);
            }
            case MappingNode mapping -> new Node.Fields(fields(mapping, depth), line);
            default -> throw error(line, "uses a YAML alias, which CloudFormation does not take");
        };
        String tag = node.getTag().getValue();
        return tag.startsWith("!") ? new Node.Fields(Map.of(longForm(tag), plain), line) : plain;
    }

    private Map<String, Node> fields(MappingNode mapping, int depth) throws TemplateException {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int line = tuple.getKeyNode()
                    .getStartMark()
                    .map(mark -> mark.getLine() + 1)
                    .orElse(0);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw error(line, "has a key that is no text");
            }
            if (fields.put(key.getValue(), convert(tuple.getValueNode(), depth + 1)) != null) {
                throw error(line, "has the key " + key.getValue() + " twice");
            }
        }
        return fields;
    }

    private static String longForm(String tag) {
        String name = tag.substring(1);
        return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
    }

    private TemplateException error(int line, String message) {
        return new TemplateException(new Finding(Finding.Severity.ERROR, source.name(), line, "", "", message));
    }
}
