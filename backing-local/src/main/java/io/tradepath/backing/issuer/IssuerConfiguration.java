package io.tradepath.backing.issuer;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The authorization server, its clients and users, and the web server that it answers on. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class IssuerConfiguration {
    private static final int THREADS_MAX = 16;
    private static final int THREADS_MIN = 4;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    /** Where the browser app is served: by Vite while it is written, through the gateway otherwise. */
    private static final List<String> APP_ORIGINS = List.of("http://localhost:5173", "http://localhost:8080");

    /** A redirect to 127.0.0.1 is allowed on each port (RFC 8252, 7.3): for a suite on other ports. */
    private static final String APP_ORIGIN_ON_ANY_PORT = "http://127.0.0.1";

    @Bean
    @Order(1)
    SecurityFilterChain authorizationServer(HttpSecurity http) {
        http.oauth2AuthorizationServer(server -> {
            http.securityMatcher(server.getEndpointsMatcher());
            server.oidc(Customizer.withDefaults());
            server.tokenEndpoint(token -> token.accessTokenRequestConverter(new ClientScopes()));
            server.authorizationEndpoint(authorize -> authorize.authorizationRequestConverter(new UserScopes()));
        });
        return http.authorizeHttpRequests(requests -> requests.requestMatchers(IssuerConfiguration::asksSilently)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .cors(Customizer.withDefaults())
                .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint(LoginPage.PATH),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
                .build();
    }

    /** With {@code prompt=none} nobody is led to the login page: the endpoint itself answers that a login is needed. */
    private static boolean asksSilently(HttpServletRequest request) {
        return request.getServletPath().equals("/oauth2/authorize") && "none".equals(request.getParameter("prompt"));
    }

    @Bean
    @Order(2)
    SecurityFilterChain login(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(form -> form.loginPage(LoginPage.PATH))
                .build();
    }

    @Bean
    ServletRegistrationBean<LoginPage> loginPage() {
        return new ServletRegistrationBean<>(new LoginPage(), LoginPage.PATH, "");
    }

    @Bean
    RegisteredClientRepository clients() {
        List<RegisteredClient> clients = new ArrayList<>();
        Demo.TRADERS.forEach(trader -> clients.add(machineClient(trader)));
        clients.add(machineClient(Demo.OPERATOR));
        clients.add(browserClient());
        return new DemoClients(clients);
    }

    private static RegisteredClient machineClient(String name) {
        return RegisteredClient.withId(name)
                .clientId(name)
                .clientSecret(Demo.SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(Demo.scopesOf(name)))
                .tokenSettings(tokenSettings())
                .build();
    }

    /**
     * A public client, so without a refresh token: it renews silently, by an authorization request with
     * {@code prompt=none} in a hidden frame.
     */
    private static RegisteredClient browserClient() {
        RegisteredClient.Builder client = RegisteredClient.withId(Demo.BROWSER_APP)
                .clientId(Demo.BROWSER_APP)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .scope(OidcScopes.OPENID)
                .scopes(scopes -> scopes.addAll(Demo.allScopes()))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(tokenSettings());
        List<String> origins = new ArrayList<>(APP_ORIGINS);
        origins.add(APP_ORIGIN_ON_ANY_PORT);
        origins.forEach(origin -> client.redirectUri(origin + "/callback")
                .redirectUri(origin + "/silent-renew")
                .postLogoutRedirectUri(origin + "/"));
        return client.build();
    }

    private static TokenSettings tokenSettings() {
        return TokenSettings.builder().accessTokenTimeToLive(TOKEN_LIFE).build();
    }

    @Bean
    UserDetailsService users() {
        List<String> names = new ArrayList<>(Demo.TRADERS);
        names.add(Demo.OPERATOR);
        return new InMemoryUserDetailsManager(names.stream()
                .map(name -> User.withUsername(name)
                        .password(Demo.SECRET)
                        .authorities(List.of())
                        .build())
                .toArray(UserDetails[]::new));
    }

    /** The secrets are the demo's, known to everybody, and checked once a token: hashing them would protect nothing. */
    @Bean
    PasswordEncoder plainSecrets() {
        return new PasswordEncoder() {
            @Override
            public @Nullable String encode(@Nullable CharSequence secret) {
                return secret == null ? null : secret.toString();
            }

            @Override
            public boolean matches(@Nullable CharSequence secret, @Nullable String kept) {
                return secret != null && secret.toString().equals(kept);
            }
        };
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> accessTokenShape() {
        return new AccessTokenShape();
    }

    @Bean
    JWKSource<SecurityContext> keys(RSAKey signingKey) {
        return new ImmutableJWKSet<>(new JWKSet(signingKey));
    }

    /** For /userinfo, which takes the tokens made here. */
    @Bean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    AuthorizationServerSettings settings(IssuerAddress address) {
        return AuthorizationServerSettings.builder().issuer(address.issuer()).build();
    }

    /** Pages of this machine, on whatever port, may read tokens and keys; no cookie goes with it. */
    @Bean
    UrlBasedCorsConfigurationSource corsConfigurationSource() {
        CorsConfiguration ofTheApp = new CorsConfiguration();
        ofTheApp.setAllowedOriginPatterns(List.of("http://localhost:[*]", "http://127.0.0.1:[*]"));
        ofTheApp.setAllowedMethods(List.of("GET", "POST"));
        ofTheApp.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", ofTheApp);
        return source;
    }

    @Bean
    JettyServletWebServerFactory webServer(IssuerAddress address) {
        JettyServletWebServerFactory jetty = new JettyServletWebServerFactory(address.port());
        jetty.setAddress(address.bind());
        // Cookies do not tell ports apart: a name of its own, so that no other program on localhost overwrites it.
        Cookie cookie = jetty.getSettings().getSession().getCookie();
        cookie.setName("TRADEPATH_ISSUER_SESSION");
        cookie.setHttpOnly(true);
        cookie.setSameSite(Cookie.SameSite.LAX);
        jetty.setThreadPool(new QueuedThreadPool(THREADS_MAX, THREADS_MIN));
        jetty.setAcceptors(1);
        jetty.setSelectors(1);
        return jetty;
    }
}
