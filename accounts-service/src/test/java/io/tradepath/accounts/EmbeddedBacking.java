package io.tradepath.accounts;

import io.tradepath.backing.SharedBacking;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The embedded parts of backing-local. */
final class EmbeddedBacking implements Backing {
    private final String sharedDatabase = freshDatabase();

    @Override
    public void connect(SpringApplicationBuilder application, List<String> arguments) {
        arguments.add("--spring.datasource.url=" + sharedDatabase);
    }

    @Override
    public String sharedDatabase() {
        return sharedDatabase;
    }

    @Override
    public String freshDatabase() {
        return SharedBacking.freshDatabase(NAME);
    }

    @Override
    public int postgresPort() {
        return SharedBacking.postgres().port();
    }

    @Override
    public String kafka() {
        return SharedBacking.kafka().bootstrapServers();
    }
}
