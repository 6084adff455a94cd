package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Keeps docs/alb-conformance.md what the tests say. {@code -Dconformance.write=true} writes it. */
class ConformancePageTest {

    private static final Path PAGE = Path.of("../docs/alb-conformance.md");
    private static final int ITEMS = 31;

    private static final String[] TITLES = {
        "Rules",
        "1",
        "Targets",
        "13",
        "Headers",
        "19",
        "Timeouts and limits",
        "24",
        "WebSocket",
        "26",
        "Own answers",
        "29",
        "Records",
        "30"
    };

    private record Row(Conforms conforms, String test) {}

    private static Map<Integer, List<Row>> rows() {
        Map<Integer, List<Row>> rows = new TreeMap<>();
        for (JavaClass found : new ClassFileImporter().importPackages("io.tradepath.gateway")) {
            for (Method method : found.reflect().getDeclaredMethods()) {
                for (Conforms conforms : method.getAnnotationsByType(Conforms.class)) {
                    rows.computeIfAbsent(conforms.item(), ignored -> new ArrayList<>())
                            .add(new Row(conforms, found.getSimpleName() + "." + method.getName()));
                }
            }
        }
        rows.values()
                .forEach(list ->
                        list.sort(Comparator.comparing(row -> row.conforms().says())));
        return rows;
    }

    private static String page() {
        StringBuilder out = new StringBuilder("""
                # How far gateway-local is an Application Load Balancer

                Made from the tests by `ConformancePageTest`; each line is a test over real sockets (or, for what a
                template may say, of the template's reader). *holds*: does as an ALB does. *setting*: does so when the
                template's attribute says so. *not emulated*: said at start, by resource and property.

                What is not emulated at all: HTTP/2 and gRPC, authenticate-oidc and authenticate-cognito (said at start;
                requests pass), mutual TLS, WAF, Lambda and ALB targets, transforms, slow start, anomaly mitigation, and
                chunk trailers (dropped).
                """);
        Map<Integer, List<Row>> rows = rows();
        int title = 0;
        for (int item = 1; item <= ITEMS; item++) {
            if (title < TITLES.length && Integer.parseInt(TITLES[title + 1]) == item) {
                out.append("\n## ")
                        .append(TITLES[title])
                        .append("\n\n| item | behaviour | state | test | remark |\n")
                        .append("|---|---|---|---|---|\n");
                title += 2;
            }
            for (Row row : rows.getOrDefault(item, List.of())) {
                Conforms conforms = row.conforms();
                out.append("| ")
                        .append(item)
                        .append(" | ")
                        .append(conforms.says().replace("|", "\\|"))
                        .append(" | ")
                        .append(conforms.state().label)
                        .append(" | `")
                        .append(row.test())
                        .append("` | ")
                        .append(conforms.note())
                        .append(" |\n");
            }
        }
        return out.toString();
    }

    @Test
    void everyItemHasATest() {
        assertThat(rows().keySet())
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.rangeClosed(1, ITEMS).boxed().toList());
    }

    @Test
    void thePageIsWhatTheTestsSay() throws IOException {
        String page = page();
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
}
