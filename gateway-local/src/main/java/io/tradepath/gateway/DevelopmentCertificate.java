package io.tradepath.gateway;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;

/**
 * The certificate of HTTPS listeners, made at start and kept nowhere: AWS's own are not to be had here. The JDK's
 * keytool makes it, because a library that can is larger than the gateway.
 */
final class DevelopmentCertificate {

    private static final int KEYTOOL_SECONDS_MAX = 20;
    private static final String PASSWORD = "development";
    private static final String NAMES = "san=dns:localhost,dns:*.localhost,dns:gateway,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

    private DevelopmentCertificate() {}

    static SslContext serverContext() throws IOException {
        Path folder = Files.createTempDirectory("gateway-local");
        Path store = folder.resolve("development.p12");
        try {
            runKeytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                keys.load(in, PASSWORD.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(managers).build();
        } catch (GeneralSecurityException e) {
            throw new IOException("the development certificate cannot be read", e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(folder);
        }
    }

    private static void runKeytool(Path store) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "development",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=gateway-local development",
                        "-validity",
                        "30",
                        "-ext",
                        NAMES,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("keytool made no certificate within " + KEYTOOL_SECONDS_MAX + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a certificate", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(keytool + " could not make a certificate");
        }
    }
}
