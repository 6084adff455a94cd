package io.tradepath.executions.security;

import io.tradepath.http.token.ResourceServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Which scope each path asks for. */
@Configuration(proxyBeanMethods = false)
@Import(ResourceServer.class)
class SecurityRules {
    private static final String OPS = "ops";
    private static final String READ = "orders:read";
    private static final String WRITE = "orders:write";

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, ResourceServer server) {
        return server.guard(
                http,
                paths -> paths.requestMatchers("/executions/controls/**")
                        .hasAuthority(OPS)
                        .requestMatchers(HttpMethod.GET, "/executions/**")
                        .hasAuthority(READ)
                        .requestMatchers(HttpMethod.HEAD, "/executions/**")
                        .hasAuthority(READ)
                        .requestMatchers("/executions/**")
                        .hasAuthority(WRITE));
    }
}
