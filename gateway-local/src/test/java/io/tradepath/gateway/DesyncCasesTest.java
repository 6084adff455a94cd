package io.tradepath.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.tradepath.alb.http.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that others have classified, sent over raw sockets in each mode. */
class DesyncCasesTest {

    private static final Path CASES = Path.of("../../shared/data/desync-cases.json");

    /**
     * What differs, and is right to. De7f60e has the end of a head within its URI: over a socket the request ends there.
     * Da50e5e has a URI that starts with NUL and not with a slash: no mode can route it.
     */
    private static final Map<Mode, Set<String>> DIFFERENCES = Map.of(
            Mode.MONITOR,
            Set.of("Da50e5e: Severe BadUri refused", "De7f60e: Ambiguous AmbiguousUri forwarded"),
            Mode.DEFENSIVE,
            Set.of("De7f60e: Ambiguous AmbiguousUri forwarded"),
            Mode.STRICTEST,
            Set.of("De7f60e: Ambiguous AmbiguousUri refused"));

    enum Mode {
        MONITOR,
        DEFENSIVE,
        STRICTEST;

        boolean refuses(Tier tier) {
            return switch (this) {
                case MONITOR -> false;
                case DEFENSIVE -> tier == Tier.SEVERE;
                case STRICTEST -> tier != Tier.COMPLIANT;
            };
        }
    }

    private record Case(String id, String raw, Tier tier, String reason, String version, boolean body) {}

    private static List<Case> cases() throws IOException, ParseException {
        String json = Files.readString(CASES);
        List<Case> cases = new ArrayList<>();
        for (Object each : JSONObjectUtils.parse("{\"cases\":" + json + "}").get("cases") instanceof List<?> list
                ? list
                : List.of()) {
            Map<?, ?> fields = (Map<?, ?>) each;
            StringBuilder raw = new StringBuilder();
            String version = text(fields, "version");
            raw.append(text(fields, "method")).append(' ').append(text(fields, "uri"));
            raw.append(version.isEmpty() ? "" : " " + version).append("\r\n");
            boolean host = false;
            StringBuilder headers = new StringBuilder();
            for (Object header : (List<?>) java.util.Objects.requireNonNull(fields.get("headers"))) {
                List<?> pair = (List<?>) header;
                host |= String.valueOf(pair.get(0)).equalsIgnoreCase("host");
                headers.append(pair.get(0)).append(": ").append(pair.get(1)).append("\r\n");
            }
            raw.append(host ? "" : "Host: x\r\n").append(headers).append("\r\n");
            cases.add(new Case(
                    text(fields, "id"),
                    raw.toString(),
                    Tier.valueOf(text(fields, "tier").toUpperCase(Locale.ROOT)),
                    text(fields, "reason"),
                    version,
                    headers.length() > 0));
        }
        return cases;
    }

    private static String text(Map<?, ?> fields, String name) {
        return String.valueOf(fields.get(name));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    @Conforms(
            item = 23,
            says = "Desync mitigation: each request is classified, logged, and refused or forwarded as its mode says",
            note =
                    "of 116 classified requests two differ: one has the end of a head within its URI, where over a socket"
                            + " the request ends, so it is AmbiguousUri and not BadUri; one has a URI that starts with NUL and"
                            + " not with a slash, which is refused in monitor too, because it cannot be routed")
    void eachCaseIsTreatedAsItsClassSays(Mode mode) throws Exception {
        Assumptions.assumeTrue(Files.exists(CASES), "the classified requests are not here: " + CASES);
        String template = Templates.withAttribute(
                "routing.http.desync_mitigation_mode", mode.name().toLowerCase(Locale.ROOT));
        List<String> differences = new ArrayList<>();
        try (StubTarget target = StubTarget.start(wire -> {
                    // answers a head at once: a body that it announces never comes
                    while (!wire.readHead().isEmpty()) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                TestGateway gateway =
                        TestGateway.of(template).target("A", target).start()) {
            List<Case> cases = cases();
            assertThat(cases).hasSize(116);
            for (Case each : cases) {
                int before = target.heads().size();
                gateway.accessLog.clear();
                int status = status(gateway.port(), each);
                List<String> fields =
                        RecordConformanceTest.fields(gateway.awaitLog(1).getFirst());
                boolean refused = status == 400;
                boolean reached = target.heads().size() > before;
                String seen = fields.get(27) + " " + fields.get(28) + (refused ? " refused" : " forwarded");
                String wanted = each.tier().label() + " " + each.reason()
                        + (mode.refuses(each.tier()) ? " refused" : " forwarded");
                if (!seen.equals(wanted) || refused == reached) {
                    differences.add(each.id() + ": " + seen);
                }
            }
        }
        assertThat(Set.copyOf(differences)).isEqualTo(DIFFERENCES.get(mode));
    }

    /** Sends a case's head and no body; the answer comes before the target has seen all of a body that never comes. */
    private static int status(int port, Case each) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(each.raw().getBytes(StandardCharsets.UTF_8));
            return client.read(each.raw().startsWith("HEAD")).status();
        }
    }
}
