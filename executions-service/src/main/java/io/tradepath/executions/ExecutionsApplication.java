package io.tradepath.executions;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** executions-service: owns risk. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
public class ExecutionsApplication {
    public static void main(String[] args) {
        SpringApplication.run(ExecutionsApplication.class, args);
    }
}
