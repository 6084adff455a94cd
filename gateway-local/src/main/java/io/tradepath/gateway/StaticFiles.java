package io.tradepath.gateway;

import io.tradepath.alb.http.RequestHead;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files that are served where no rule takes a request, as CloudFront in front of the load balancer would from S3. They
 * are read on the event loop: an application's files are small and in the system's cache.
 */
final class StaticFiles {

    static final int FILE_BYTES_MAX = 16 * 1024 * 1024;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final Path root;

    /**
     * Serves a folder.
     *
     * @throws IOException where it is none
     */
    StaticFiles(Path folder) throws IOException {
        root = folder.toRealPath();
        if (!Files.isDirectory(root)) {
            throw new IOException(folder + " is no folder");
        }
    }

    /** The file that a request asks for; null where there is none. */
    @Nullable
    GeneratedAnswer find(RequestHead head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return null;
        }
        Path file = resolve(head.path());
        if (file == null) {
            return null;
        }
        try {
            long bytes = Files.size(file);
            if (bytes > FILE_BYTES_MAX) {
                return null;
            }
            String tag = "\"" + Long.toHexString(Files.getLastModifiedTime(file).toMillis()) + "-"
                    + Long.toHexString(bytes) + "\"";
            // a page must be asked for again; what it names carries a hash or is revalidated by its tag
            String headers = "ETag: " + tag + "\r\nCache-Control: no-cache\r\n";
            if (head.values("If-None-Match").contains(tag)) {
                return GeneratedAnswer.notModified(headers);
            }
            return GeneratedAnswer.file(type(file), Files.readAllBytes(file), headers);
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Path resolve(String path) {
        try {
            String decoded = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
            String relative = decoded.endsWith("/") ? decoded + "index.html" : decoded;
            Path file = root.resolve(relative.substring(1)).normalize();
            // a link may lead out of the folder as well as ".."
            boolean inside = file.startsWith(root)
                    && Files.isRegularFile(file)
                    && file.toRealPath().startsWith(root);
            return inside ? file : null;
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }

    private static String type(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return type == null ? "application/octet-stream" : type;
    }
}
