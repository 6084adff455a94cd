package io.tradepath.feed.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetHealthWatchTest {
    private volatile String answer = "";
    private final List<String> decisions = new CopyOnWriteArrayList<>();
    private final HttpServer balancer;

    TargetHealthWatchTest() throws IOException {
        balancer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void startBalancer() {
        balancer.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        balancer.start();
    }

    @AfterEach
    void stopBalancer() {
        balancer.stop(0);
    }

    @Test
    void drainsWhenItsOwnTargetDoesAndComesBackWithIt() {
        answer = "{\"targets\":[{\"target\":\"127.0.0.1:1\",\"state\":\"healthy\"},"
                + "{\"target\":\"127.0.0.1:2\",\"state\":\"draining\"}]}";
        URI url = URI.create("http://127.0.0.1:" + balancer.getAddress().getPort() + "/targets/Feed");
        try (TargetHealthWatch watch = new TargetHealthWatch(url, "127.0.0.1:1", new TargetHealthWatch.Decisions() {
            @Override
            public void draining() {
                decisions.add("drain");
            }

            @Override
            public void serving() {
                decisions.add("serve");
            }
        })) {
            watch.start();
            await().until(() -> decisions.contains("serve"));
            assertThat(decisions).doesNotContain("drain");
            answer = "{\"target\":\"127.0.0.1:1\",\"state\":\"draining\",\"reason\":null}";
            await().until(() -> decisions.getLast().equals("drain"));
        }
    }
}
