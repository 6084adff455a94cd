import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Adds up Surefire's reports of all modules: what failed, what was skipped and what that would need, and the counts.
 * Ends with 1 when a test failed, when there was none, and with {@code --strict} when one was skipped.
 *
 * <p>Run as a source file, so that it works where the build itself failed.
 */
final class TestReport {
    private final List<String> failed = new ArrayList<>();
    private final Map<String, List<String>> skipped = new TreeMap<>();
    private int run;
    private int failures;
    private int errors;

    public static void main(String[] arguments) throws IOException, XMLStreamException {
        boolean strict = List.of(arguments).contains("--strict");
        TestReport report = new TestReport();
        for (Path file : reports(Path.of(arguments[0]))) {
            report.read(file);
        }
        System.exit(report.print(strict) ? 0 : 1);
    }

    private static List<Path> reports(Path root) throws IOException {
        List<Path> reports = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(root)) {
            for (Path module : modules) {
                Path folder = module.resolve("target/surefire-reports");
                if (Files.isDirectory(folder)) {
                    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
                        files.forEach(reports::add);
                    }
                }
            }
        }
        Collections.sort(reports);
        return reports;
    }

    private void read(Path file) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            String test = "";
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            test = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
                            run++;
                        }
                        case "failure" -> {
                            failures++;
                            failed.add(test);
                        }
                        case "error" -> {
                            errors++;
                            failed.add(test);
                        }
                        case "skipped" -> skipped.computeIfAbsent(reason(xml), reason -> new ArrayList<>())
                                .add(test);
                        default -> {}
                    }
                }
            }
        }
    }

    /** What {@code @Disabled} or an assumption says; Surefire has the latter in the first line of a stack trace. */
    private static String reason(XMLStreamReader skipped) throws XMLStreamException {
        String message = skipped.getAttributeValue(null, "message");
        String text = message == null ? skipped.getElementText() : message;
        String first = text.lines().findFirst().orElse("").replaceFirst("^(\\S+: )?(Assumption failed: )?", "");
        return first.isBlank() ? "no reason given" : first.strip();
    }

    private boolean print(boolean strict) {
        int skips = skipped.values().stream().mapToInt(List::size).sum();
        System.out.println();
        failed.forEach(test -> System.out.println("FAILED   " + test));
        skipped.forEach((reason, tests) -> {
            System.out.println("SKIPPED  " + reason);
            tests.forEach(test -> System.out.println("           " + test));
        });
        System.out.printf("%d passed, %d failed, %d skipped%n", run - failed.size() - skips, failed.size(), skips);
        System.out.printf("Tests run: %d, Failures: %d, Errors: %d, Skipped: %d%n", run, failures, errors, skips);
        if (strict && skips > 0) {
            System.out.println("A skipped test counts as a failure here (--strict).");
        }
        return run > 0 && failed.isEmpty() && (skips == 0 || !strict);
    }
}
