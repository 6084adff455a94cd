package io.tradepath.accounts;

import io.tradepath.openapi.OpenApiFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document that clients build on is the running service's. */
class OpenApiTest {
    @Test
    void theDocumentInTheRepositoryIsTheRunningServices() throws IOException {
        OpenApiFile.check(
                Path.of("../docs/api/accounts.yaml"),
                Instance.first().api().as(Api.TRADER).get("/v3/api-docs.yaml").body());
    }
}
