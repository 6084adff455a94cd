package io.tradepath.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds what a service answers against its OpenAPI document: a test's client gives it each answer, whatever the test is
 * about.
 */
public final class ApiContract {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String PROBLEMS = "https://tradepath.io/problems/";
    /** A row of the table of problems: {@code | 404 | `order-not-found`, `order-never-seen` | …}. */
    private static final Pattern ROW = Pattern.compile("^\\| [0-9, ]+ \\| ([^|]+) \\|", Pattern.MULTILINE);

    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

    private final JsonContract contract;
    private final Set<String> problems;

    private ApiContract(JsonContract contract, Set<String> problems) {
        this.contract = contract;
        this.problems = problems;
    }

    /** Reads the document, and the names of problems from the README.md beside it. */
    public static ApiContract read(Path document) {
        try {
            return new ApiContract(
                    JsonContract.read(document), problems(Files.readString(document.resolveSibling("README.md"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ApiContract of(String yaml, String readme) {
        return new ApiContract(JsonContract.of(yaml), problems(readme));
    }

    private static Set<String> problems(String readme) {
        return ROW.matcher(readme)
                .results()
                .flatMap(row -> NAME.matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Checks an answer.
     *
     * @param path without the query
     * @param contentType as the answer's header has it; empty where there is none
     * @throws AssertionError where the document says otherwise
     */
    public void check(String method, String path, int status, String contentType, String body) {
        List<String> faults = faults(method, path, status, contentType, body);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s %s was answered with %d %s, against the document: %s%n%s"
                    .formatted(method, path, status, contentType, faults, body));
        }
    }

    private List<String> faults(String method, String path, int status, String contentType, String body) {
        JsonNode content = responses(method, path, status).path("content");
        JsonNode media = content.path(contentType.replaceAll(";.*", ""));
        if (media.isMissingNode()) {
            return List.of("it has only " + content.propertyNames());
        }
        if (!contentType.contains("json")) {
            return List.of();
        }
        try {
            JsonNode answer = JSON.readTree(body);
            List<String> faults = contract.faults(media.get("schema"), answer);
            return faults.isEmpty() && contentType.startsWith(PROBLEM_JSON) ? unlisted(answer) : faults;
        } catch (JacksonException notJson) {
            return List.of("the body is not JSON");
        }
    }

    private List<String> unlisted(JsonNode problem) {
        String type = problem.get("type").asString();
        return type.startsWith(PROBLEMS) && problems.contains(type.substring(PROBLEMS.length()))
                ? List.of()
                : List.of("the problem is not listed: " + type);
    }

    /** Where the document has no such operation, all that can be said is a problem. */
    private JsonNode responses(String method, String path, int status) {
        JsonNode operation = contract.document()
                .get("paths")
                .propertyStream()
                .filter(each -> matches(each.getKey(), path))
                .max(Comparator.comparingInt(each -> literalLength(each.getKey())))
                .map(each -> each.getValue().path(method.toLowerCase(Locale.ROOT)))
                .orElseGet(JSON::missingNode);
        JsonNode responses = operation.path("responses");
        JsonNode described = responses.path(Integer.toString(status));
        if (!described.isMissingNode()) {
            return described;
        }
        return responses.has("default") ? responses.get("default") : problem();
    }

    private JsonNode problem() {
        return JSON.createObjectNode()
                .set(
                        "content",
                        JSON.createObjectNode()
                                .set(
                                        PROBLEM_JSON,
                                        JSON.createObjectNode()
                                                .set(
                                                        "schema",
                                                        JSON.createObjectNode()
                                                                .put(
                                                                        "$ref",
                                                                        "#/components/schemas/"
                                                                                + OpenApiDocument.PROBLEM))));
    }

    private static boolean matches(String template, String path) {
        String[] wanted = template.split("/", -1);
        String[] given = path.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    private static int literalLength(String template) {
        return template.replaceAll("\\{[^}]*}", "").length();
    }
}
