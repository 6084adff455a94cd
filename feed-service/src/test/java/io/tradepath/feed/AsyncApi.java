package io.tradepath.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The STOMP side's contract, and what of a message does not keep to it. */
final class AsyncApi {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode document;

    private AsyncApi(JsonNode document) {
        this.document = document;
    }

    static AsyncApi read(Path file) throws IOException {
        Object yaml = new Yaml().load(Files.readString(file));
        return new AsyncApi(JSON.valueToTree(yaml));
    }

    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        document.get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asString()));
        return addresses;
    }

    /** What is wrong with a MESSAGE, by the message of this name. */
    List<String> faults(String message, String frame) {
        JsonNode described = Objects.requireNonNull(document.at("/components/messages/" + message), message);
        List<String> faults = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        frame.substring(0, frame.indexOf("\n\n")).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1));
        });
        JsonNode known = JSON.valueToTree(headers);
        check("header", described.get("headers"), known, faults);
        check("body", described.get("payload"), JSON.readTree(StompProbe.body(frame)), faults);
        return faults;
    }

    private void check(String at, JsonNode schema, JsonNode value, List<String> faults) {
        JsonNode of =
                schema.has("$ref") ? document.at(schema.get("$ref").asString().substring(1)) : schema;
        if (of.has("const") && !of.get("const").asString().equals(value.asString())) {
            faults.add(at + " is not " + of.get("const"));
        }
        if (of.has("enum")
                && of.get("enum").valueStream().noneMatch(one -> one.asString().equals(value.asString()))) {
            faults.add(at + " is none of " + of.get("enum") + ": " + value);
        }
        if (of.has("type") && !isOfType(of.get("type").asString(), value)) {
            faults.add(at + " is no " + of.get("type").asString() + ": " + value);
        }
        if (of.has("required")) {
            of.get("required").forEach(name -> {
                if (!value.has(name.asString())) {
                    faults.add(at + " lacks " + name.asString());
                }
            });
        }
        if (of.has("properties") && at.startsWith("body") && !of.has("additionalProperties")) {
            value.propertyNames().forEach(name -> {
                if (!of.get("properties").has(name)) {
                    faults.add(at + " has " + name + ", which is not described");
                }
            });
        }
        if (of.has("properties")) {
            of.get("properties").propertyStream().forEach(property -> {
                if (value.has(property.getKey())) {
                    check(at + "." + property.getKey(), property.getValue(), value.get(property.getKey()), faults);
                }
            });
        }
        if (of.has("items")) {
            value.forEach(item -> check(at + "[]", of.get("items"), item, faults));
        }
    }

    private static boolean isOfType(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> false;
        };
    }
}
