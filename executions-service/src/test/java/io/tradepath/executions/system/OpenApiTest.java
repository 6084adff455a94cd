package io.tradepath.executions.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The contract in docs/api is what the running service says of itself: a change to it shows in a diff. */
class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/api/executions.yaml");

    @Test
    void theDocumentSaysWhatTheServiceDoes() throws IOException {
        String running =
                Service.RUNNING.client("trader-1").get("/v3/api-docs.yaml").text();
        if (Boolean.getBoolean("tradepath.openapi.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, running);
        }
        assertThat(running)
                .as("if the change is meant, write it down with -Dtradepath.openapi.write=true")
                .isEqualTo(Files.readString(DOCUMENT));
    }
}
