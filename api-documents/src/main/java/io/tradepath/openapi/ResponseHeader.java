package io.tradepath.openapi;

/** A header that some answers have. */
public enum ResponseHeader {
    ETAG("ETag", "the version, for If-Match"),
    IDEMPOTENT_REPLAYED("Idempotent-Replayed", "true where the answer is a former request's"),
    LINK("Link", "rel=\"next\", where there is more"),
    LOCATION("Location", "where it is");

    private final String header;
    private final String description;

    ResponseHeader(String header, String description) {
        this.header = header;
        this.description = description;
    }

    String header() {
        return header;
    }

    String description() {
        return description;
    }
}
