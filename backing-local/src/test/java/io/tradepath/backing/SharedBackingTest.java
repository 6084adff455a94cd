package io.tradepath.backing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SharedBackingTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @Test
    void givesEachTestADatabaseOfItsOwn() {
        assertThat(SharedBacking.freshDatabase("accounts")).isNotEqualTo(SharedBacking.freshDatabase("accounts"));
    }

    @Test
    void startsOneOfEachPerJvm() {
        assertThat(SharedBacking.postgres()).isSameAs(SharedBacking.postgres());
        assertThat(SharedBacking.kafka()).isSameAs(SharedBacking.kafka());
        assertThat(SharedBacking.issuer()).isSameAs(SharedBacking.issuer());
    }

    @Test
    void freshTopicsForgetsTopicsAndWhereGroupsHadRead() throws Exception {
        SharedBacking.freshTopics();
        createTopic();
        commit(7);
        assertThat(committed()).isEqualTo(new OffsetAndMetadata(7));

        SharedBacking.freshTopics();

        createTopic(); // which fails where it is still there
        assertThat(committed()).isNull();
    }

    @Test
    void bringsNoAutoConfigurationOfSecurityIntoAService() throws IOException {
        List<URL> imports = Collections.list(getClass()
                .getClassLoader()
                .getResources("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports"));

        assertThat(imports.stream().flatMap(SharedBackingTest::lines))
                .isNotEmpty()
                .noneMatch(line -> line.contains("security"));
    }

    private static Stream<String> lines(URL url) {
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createTopic() throws Exception {
        try (Admin admin = Admin.create(settings())) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static void commit(long offset) {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
        }
    }

    private static @Nullable OffsetAndMetadata committed() {
        try (KafkaConsumer<String, String> consumer = consumer()) {
            return consumer.committed(Set.of(PARTITION)).get(PARTITION);
        }
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer());
    }

    private static Map<String, Object> settings() {
        return Map.of("bootstrap.servers", SharedBacking.kafka().bootstrapServers(), "group.id", "readers");
    }
}
