package io.tradepath.accounts.security;

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
    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, ResourceServer server) {
        return server.guard(
                http,
                paths -> paths.requestMatchers("/accounts/controls/**", "/accounts/ledger/**")
                        .hasAuthority(Scope.OPS)
                        .requestMatchers(HttpMethod.POST, "/accounts/*/deposits")
                        .hasAuthority(Scope.FUNDING_WRITE)
                        .requestMatchers(HttpMethod.POST, "/accounts/**")
                        .hasAuthority(Scope.ACCOUNTS_WRITE)
                        .requestMatchers(HttpMethod.PATCH, "/accounts/**")
                        .hasAuthority(Scope.ACCOUNTS_WRITE)
                        .requestMatchers("/accounts/**")
                        .hasAuthority(Scope.ACCOUNTS_READ));
    }
}
