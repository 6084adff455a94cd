package io.tradepath.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document that clients build on is the running service's. */
class OpenApiTest {
    private static final Path DOCUMENT = Path.of("../docs/api/accounts.yaml");

    @Test
    void theDocumentInTheRepositoryIsTheRunningServices() throws IOException {
        String running =
                Instance.first().api().as(Api.TRADER).get("/v3/api-docs.yaml").body();
        if (Boolean.getBoolean("tradepath.openapi.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, running);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("if the change is meant: run this test with -Dtradepath.openapi.write=true and look at the diff")
                .isEqualTo(running);
    }
}
