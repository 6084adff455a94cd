package io.tradepath.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiFileTest {
    private static final String DOCUMENT = """
            paths:
              /orders:
                $ref: "#/components/schemas/Order"
            components:
              schemas:
                Order:
                  type: object
            """;

    @TempDir
    private Path folder;

    @Test
    void takesADocumentThatIsTheServices() throws IOException {
        Path file = Files.writeString(folder.resolve("api.yaml"), DOCUMENT);

        assertThatCode(() -> OpenApiFile.check(file, DOCUMENT)).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherAndSaysHowToWriteIt() throws IOException {
        Path file = Files.writeString(folder.resolve("api.yaml"), DOCUMENT + "# more\n");

        assertThatThrownBy(() -> OpenApiFile.check(file, DOCUMENT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dtradepath.openapi.write=true");
    }

    @Test
    void refusesADocumentThatRefersToNothing() {
        String dangling = DOCUMENT.replace("    Order:", "    Fill:");

        assertThatThrownBy(() -> OpenApiFile.check(folder.resolve("api.yaml"), dangling))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[Order]");
    }
}
