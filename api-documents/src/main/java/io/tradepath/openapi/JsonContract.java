package io.tradepath.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document whose {@code components/schemas} say what JSON looks like: OpenAPI's and AsyncAPI's alike. What is written in
 * such a document leaves room for fields that it does not have, as clients must; here there is none, so that a field that
 * nobody described is found.
 */
public final class JsonContract {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** JSON Schema and what OpenAPI has beside it that makes no value valid or not. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keywords(List.of(
                    new NonValidationKeyword("components"),
                    new NonValidationKeyword("discriminator"),
                    new NonValidationKeyword("example")))
            .build();

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(DIALECT);
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    private JsonContract(JsonNode document) {
        this.document = document;
    }

    /** Reads a document in YAML. */
    public static JsonContract read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    static JsonContract of(String yaml) {
        JsonNode document = JSON.valueToTree(new Yaml().<Object>load(yaml));
        close(document);
        return new JsonContract(document);
    }

    /** The document. */
    public JsonNode document() {
        return document;
    }

    /** What of the value does not keep to a schema of the document, in words; empty where all does. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compile).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    private Schema compile(JsonNode schema) {
        ObjectNode root = JSON.createObjectNode();
        root.set("components", document.get("components"));
        root.setAll((ObjectNode) schema);
        return registry.getSchema(root);
    }

    /** A schema that others consist of cannot be closed; they are. Headers stay open: a server may add its own. */
    private static void close(JsonNode document) {
        JsonNode schemas = document.at("/components/schemas");
        JsonNode messages = document.at("/components/messages");
        Set<String> open = new HashSet<>();
        schemas.forEach(schema -> schema.path("allOf").forEach(part -> open.add(reference(part))));
        messages.forEach(message -> open.add(reference(message.path("headers"))));
        schemas.propertyStream().forEach(schema -> close(schema.getValue(), open.contains(schema.getKey())));
        messages.forEach(message -> close(message.path("payload"), false));
    }

    private static void close(JsonNode schema, boolean isPart) {
        boolean isWhole = !isPart && (schema.has("properties") || schema.has("allOf"));
        if (isWhole && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("unevaluatedProperties", false);
        }
        schema.path("properties").forEach(property -> close(property, false));
        schema.path("allOf").forEach(part -> close(part, true));
        if (schema.has("items")) {
            close(schema.get("items"), false);
        }
    }

    private static String reference(JsonNode schema) {
        return schema.path("$ref").asString("").replace("#/components/schemas/", "");
    }
}
