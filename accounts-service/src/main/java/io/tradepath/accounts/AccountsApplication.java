package io.tradepath.accounts;

import io.tradepath.http.HttpWire;
import io.tradepath.http.Outages;
import io.tradepath.wire.Failures;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Starts the accounts service. */
@SpringBootApplication(proxyBeanMethods = false)
@Import(HttpWire.class)
class AccountsApplication {
    public static void main(String[] args) {
        SpringApplication.run(AccountsApplication.class, args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Outages outages() {
        return failure -> Failures.isTransient(failure)
                ? Optional.of("the database is away; what was asked may or may not have been done,"
                        + " the same request with the same key will tell")
                : Optional.empty();
    }
}
