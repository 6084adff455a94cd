package io.tradepath.executions;

import io.tradepath.http.HttpWire;
import io.tradepath.http.Outages;
import io.tradepath.wire.Failures;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** executions-service: owns risk. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@Import(HttpWire.class)
public class ExecutionsApplication {
    public static void main(String[] args) {
        SpringApplication.run(ExecutionsApplication.class, args);
    }

    @Bean
    Outages outages() {
        return failure ->
                Failures.isTransient(failure) ? Optional.of("the database is away or busy") : Optional.empty();
    }
}
