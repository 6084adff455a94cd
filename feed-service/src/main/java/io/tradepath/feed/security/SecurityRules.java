package io.tradepath.feed.security;

import io.tradepath.feed.web.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Which scope each path asks for, and how a refusal reads. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
class SecurityRules {
    private final BearerTokenAuthenticationEntryPoint unauthenticated = new BearerTokenAuthenticationEntryPoint();
    private final BearerTokenAccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();

    private final ProblemWriter problems;

    SecurityRules(ProblemWriter problems) {
        this.problems = problems;
    }

    @Bean
    JwtDecoder tokenVerifier(TokenSettings settings) {
        return new TokenVerifier(settings);
    }

    /** The management port is never routed to. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) throws Exception {
        return stateless(http.securityMatcher(EndpointRequest.toAnyEndpoint())
                        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll()))
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http, TokenSettings settings) throws Exception {
        JwtAuthenticationConverter authentication = new JwtAuthenticationConverter();
        authentication.setJwtGrantedAuthoritiesConverter(jwt -> scopes(jwt, settings.scopePrefix()));
        return stateless(http.authorizeHttpRequests(requests -> requests.requestMatchers("/error")
                                .permitAll()
                                .requestMatchers("/feed/**")
                                .hasAuthority(Scopes.FEED_READ)
                                .anyRequest()
                                .authenticated())
                        .oauth2ResourceServer(server -> server.jwt(
                                        jwt -> jwt.jwtAuthenticationConverter(authentication))
                                .authenticationEntryPoint(this::refuseUnauthenticated)
                                .accessDeniedHandler((request, response, e) -> {
                                    denied.handle(request, response, e);
                                    problems.write(
                                            request,
                                            response,
                                            HttpStatus.FORBIDDEN,
                                            "the token's scopes do not allow it");
                                })
                                .withObjectPostProcessor(answerFailuresHere())))
                .build();
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, _) ->
                problems.write(request, response, HttpStatus.BAD_REQUEST, "the request cannot be served as it is");
    }

    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private void refuseUnauthenticated(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof AuthenticationServiceException) {
            problems.write(
                    request,
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "the token cannot be verified: the issuer is away");
            return;
        }
        unauthenticated.commence(request, response, e);
        // 401, or 400 for a request that carries two tokens: the status is the entry point's.
        problems.write(request, response, HttpStatus.valueOf(response.getStatus()), "a valid access token is needed");
    }

    /** By default an issuer that is away would be a 500 of the container's. */
    private ObjectPostProcessor<BearerTokenAuthenticationFilter> answerFailuresHere() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(SecurityRules.this::refuseUnauthenticated);
                return filter;
            }
        };
    }

    private static Collection<GrantedAuthority> scopes(Jwt jwt, String prefix) {
        return Scopes.of(jwt, prefix).stream()
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }
}
