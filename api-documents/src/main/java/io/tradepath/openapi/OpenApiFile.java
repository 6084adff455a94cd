package io.tradepath.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A document in the repository, beside what the running service says of itself. */
public final class OpenApiFile {
    /** A system property: write the documents instead of comparing them. */
    private static final String WRITE = "tradepath.openapi.write";

    private static final Pattern REFERENCE = Pattern.compile("#/components/schemas/(\\w+)");
    private static final Pattern SCHEMA = Pattern.compile("^ {4}(\\w+):$", Pattern.MULTILINE);

    private OpenApiFile() {}

    /**
     * Compares, or with {@code -Dtradepath.openapi.write=true} writes.
     *
     * @throws AssertionError where they differ, or the document refers to a schema that it has not
     */
    public static void check(Path file, String running) throws IOException {
        Set<String> missing = references(running);
        missing.removeAll(schemas(running));
        if (!missing.isEmpty()) {
            throw new AssertionError("%s would refer to schemas that it has not: %s".formatted(file, missing));
        }
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, running);
        } else if (!Files.readString(file).equals(running)) {
            throw new AssertionError(
                    "%s is not what the service says; if the change is meant: run this test with -D%s=true and look at the diff. It says:\n%s"
                            .formatted(file, WRITE, running));
        }
    }

    private static Set<String> references(String document) {
        return REFERENCE
                .matcher(document)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> schemas(String document) {
        int begin = document.indexOf("\n  schemas:");
        return SCHEMA.matcher(document.substring(Math.max(0, begin)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
