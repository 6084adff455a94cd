package io.tradepath.executions.security;

import io.tradepath.executions.web.Problem;
import io.tradepath.executions.web.ProblemWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
class Security {
    private static final String OPS = "ops";
    private static final String READ = "orders:read";
    private static final String WRITE = "orders:write";

    @Bean
    JwtDecoder jwtDecoder(TokenSettings settings, Clock clock) {
        return new Tokens(settings, clock);
    }

    /** Health and metrics are open, on the management port alone, which is never routed. */
    @Bean
    @Order(1)
    SecurityFilterChain managementFilterChain(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain securityFilterChain(HttpSecurity http, TokenSettings settings, ProblemWriter problems) {
        AuthenticationEntryPoint unauthenticated = unauthenticated(problems);
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/error")
                        .permitAll()
                        .requestMatchers("/executions/controls/**")
                        .hasAuthority(OPS)
                        .requestMatchers(HttpMethod.GET, "/executions/**")
                        .hasAuthority(READ)
                        .requestMatchers(HttpMethod.HEAD, "/executions/**")
                        .hasAuthority(READ)
                        .requestMatchers("/executions/**")
                        .hasAuthority(WRITE)
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(
                        server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(converter(settings.scopePrefix())))
                                .withObjectPostProcessor(failureHandler(problems, unauthenticated))
                                .authenticationEntryPoint(unauthenticated)
                                .accessDeniedHandler((request, response, _) ->
                                        problems.write(Problem.scopeMissing(), request, response)));
        return http.build();
    }

    /** Each scope is an authority of the same name, without the prefix; a scope without the prefix is none. */
    private static JwtAuthenticationConverter converter(String scopePrefix) {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(token -> authorities(token, scopePrefix));
        return converter;
    }

    private static Collection<GrantedAuthority> authorities(Jwt token, String scopePrefix) {
        String scopes = token.getClaim("scope") instanceof String text ? text : "";
        List<String> granted = Arrays.stream(scopes.split(" ", -1))
                .filter(scope -> scope.startsWith(scopePrefix))
                .map(scope -> scope.substring(scopePrefix.length()))
                .filter(scope -> !scope.isEmpty())
                .toList();
        return granted.stream()
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    private static AuthenticationEntryPoint unauthenticated(ProblemWriter problems) {
        return (request, response, failure) -> {
            boolean hasToken = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, hasToken ? "Bearer error=\"invalid_token\"" : "Bearer");
            Problem problem =
                    Problem.unauthenticated(hasToken ? "The token is not taken." : "A bearer token is required.");
            problems.write(problem, request, response);
        };
    }

    /** Where the issuer's keys cannot be had, the token is neither good nor bad: try again. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failureHandler(
            ProblemWriter problems, AuthenticationEntryPoint unauthenticated) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler((request, response, failure) -> {
                    if (failure instanceof AuthenticationServiceException) {
                        problems.write(Problem.unavailable("The issuer's keys cannot be had."), request, response);
                    } else {
                        unauthenticated.commence(request, response, failure);
                    }
                });
                return filter;
            }
        };
    }
}
