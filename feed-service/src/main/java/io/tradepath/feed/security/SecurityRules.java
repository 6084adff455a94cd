package io.tradepath.feed.security;

import io.tradepath.http.token.ResourceServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Which scope each path asks for. */
@Configuration(proxyBeanMethods = false)
@Import(ResourceServer.class)
class SecurityRules {
    private static final String FEED_READ = "feed:read";

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, ResourceServer server) {
        return server.guard(http, paths -> paths.requestMatchers("/feed/**").hasAuthority(FEED_READ));
    }
}
