package io.tradepath.http.token;

import io.tradepath.http.Problem;
import io.tradepath.http.ProblemWriter;
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
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
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

/** Asks every request for a token, and says no in the same words everywhere. A service imports it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TokenSettings.class)
public class ResourceServer {
    private final BearerTokenAuthenticationEntryPoint unauthenticated = new BearerTokenAuthenticationEntryPoint();
    private final BearerTokenAccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();

    private final TokenSettings settings;
    private final ProblemWriter problems;

    ResourceServer(TokenSettings settings, ProblemWriter problems) {
        this.settings = settings;
        this.problems = problems;
    }

    @Bean
    JwtDecoder tokenVerifier() {
        return new TokenVerifier(settings);
    }

    /** The time of each filter, taken on every request, which no alarm and no dashboard looks at. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** The management port is never routed to. */
    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http) {
        return stateless(http.securityMatcher(EndpointRequest.toAnyEndpoint())
                        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll()))
                .build();
    }

    @Bean
    RequestRejectedHandler rejectedRequests() {
        return (request, response, _) -> problems.write(
                Problem.ofStatus(HttpStatus.BAD_REQUEST, "the request cannot be served as it is"), request, response);
    }

    /**
     * The chain of filters for a service's paths.
     *
     * @param scopes which authority each path asks for; an authority is a scope without its prefix. Any other path asks
     *     for a good token, so that nobody else learns which paths there are.
     */
    public SecurityFilterChain guard(
            HttpSecurity http,
            Customizer<AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry>
                    scopes) {
        JwtAuthenticationConverter authentication = new JwtAuthenticationConverter();
        authentication.setJwtGrantedAuthoritiesConverter(this::authorities);
        return stateless(http)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers("/error").permitAll();
                    scopes.customize(requests);
                    requests.anyRequest().authenticated();
                })
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.jwtAuthenticationConverter(authentication))
                        .authenticationEntryPoint(this::refuseUnauthenticated)
                        .accessDeniedHandler((request, response, e) -> {
                            denied.handle(request, response, e);
                            problems.write(
                                    Problem.of(
                                            HttpStatus.FORBIDDEN,
                                            "insufficient-scope",
                                            "the token's scopes do not allow it"),
                                    request,
                                    response);
                        })
                        .withObjectPostProcessor(answerFailuresHere()))
                .build();
    }

    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
    }

    private Collection<GrantedAuthority> authorities(Jwt jwt) {
        return Scopes.of(jwt, settings.scopePrefix()).stream()
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    private void refuseUnauthenticated(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        if (e instanceof AuthenticationServiceException) {
            // The token is neither good nor bad: try again.
            Problem away = Problem.ofStatus(
                    HttpStatus.SERVICE_UNAVAILABLE, "the token cannot be verified: the issuer is away");
            problems.write(away, request, response);
            return;
        }
        unauthenticated.commence(request, response, e);
        // 401, or 400 for a request that carries two tokens: the status is the entry point's.
        HttpStatus status = HttpStatus.valueOf(response.getStatus());
        problems.write(Problem.ofStatus(status, "a valid access token is needed"), request, response);
    }

    /** By default an issuer that is away would be a 500 of the container's. */
    private ObjectPostProcessor<BearerTokenAuthenticationFilter> answerFailuresHere() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(ResourceServer.this::refuseUnauthenticated);
                return filter;
            }
        };
    }
}
