package io.tradepath.backing.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tradepath.backing.SharedBacking;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser app's way to a token, step by step as a browser takes it: authorization code with PKCE (RFC 7636). */
class BrowserLoginTest {
    private static final String CALLBACK = "http://localhost:5173/callback";
    private static final String VERIFIER = "a-verifier-that-only-the-page-knows-0123456789";
    private static final String ALL_SCOPES =
            "openid accounts:read accounts:write funding:write orders:read orders:write feed:read ops";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final URI base = URI.create(SharedBacking.issuer().jwksUri());
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void logsInAndGetsATokenInTheUsersName() throws Exception {
        String code = logIn("trader-1", ALL_SCOPES);

        Map<String, Object> response = json(exchange(code, VERIFIER));
        JWTClaimsSet claims =
                SignedJWT.parse((String) response.get("access_token")).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("trader-1");
        assertThat(claims.getStringClaim("username")).isEqualTo("trader-1");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("trading-app");
        assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
        assertThat(claims.getAudience()).isEmpty();
        assertThat(claims.getStringClaim("scope"))
                .as("a trader gets no ops, though the app asks for it")
                .isEqualTo("accounts:read accounts:write feed:read funding:write openid orders:read orders:write");
        assertThat(response).containsKey("id_token").doesNotContainKey("refresh_token");
    }

    @Test
    void givesTheOperatorOps() throws Exception {
        String code = logIn("ops", ALL_SCOPES);
        String token = (String) json(exchange(code, VERIFIER)).get("access_token");
        assertThat(SignedJWT.parse(token)
                        .getJWTClaimsSet()
                        .getStringClaim("scope")
                        .split(" "))
                .contains("ops");
    }

    @Test
    void renewsSilentlyWhileTheLoginLasts() throws Exception {
        logIn("trader-2", ALL_SCOPES);

        URI answer = location(get(authorize(Map.of("prompt", "none", "scope", "openid orders:read"))));

        String code = parameter(answer, "code");
        String token = (String) json(exchange(code, VERIFIER)).get("access_token");
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject()).isEqualTo("trader-2");
    }

    @Test
    void saysThatALoginIsNeededInsteadOfAskingSilently() throws Exception {
        URI answer = location(get(authorize(Map.of("prompt", "none", "scope", "openid"))));
        assertThat(answer.toString()).startsWith(CALLBACK);
        assertThat(parameters(answer)).containsEntry("error", "login_required");
    }

    @Test
    void refusesACodeWithoutItsVerifier() throws Exception {
        String code = logIn("trader-1", "openid");
        HttpResponse<String> response = exchange(code, "another-verifier-than-the-one-it-was-asked-with");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("invalid_grant");
    }

    @Test
    void refusesARequestWithoutPkce() throws Exception {
        Map<String, String> withoutPkce = new LinkedHashMap<>(request(Map.of("scope", "openid")));
        withoutPkce.remove("code_challenge");
        withoutPkce.remove("code_challenge_method");
        logIn("trader-1", "openid");

        URI answer = location(get(base.resolve("/oauth2/authorize?" + form(withoutPkce))));

        assertThat(parameters(answer)).containsEntry("error", "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/callback",
                "http://localhost:5173/elsewhere",
                "http://localhost:6000/callback"
            })
    void sendsNobodyToAnAddressThatIsNotTheApps(String redirect) throws Exception {
        assertThat(get(authorize(Map.of("redirect_uri", redirect))).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8080/callback",
                "http://localhost:8080/silent-renew",
                "http://127.0.0.1:41234/callback"
            })
    void sendsToTheAppBehindTheGatewayAndOnAnyPortOf127001(String redirect) throws Exception {
        URI login = location(get(authorize(Map.of("redirect_uri", redirect))));
        assertThat(login.getPath()).isEqualTo("/login");
    }

    @Test
    void saysThatThePasswordIsWrong() throws Exception {
        get(authorize(Map.of()));
        URI again = location(postLogin("trader-1", "wrong"));
        assertThat(again.getPath()).isEqualTo("/login");
        assertThat(get(again).body()).contains("That name and password do not belong together");
    }

    @Test
    void takesNoLoginFromAnotherSite() throws Exception {
        HttpResponse<String> response = post("/login", Map.of("username", "trader-1", "password", "secret"));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    /** Goes through the login page and gives the code that the app gets. */
    private String logIn(String user, String scope) throws Exception {
        URI login = location(get(authorize(Map.of("scope", scope))));
        assertThat(login.getPath()).isEqualTo("/login");
        URI back = location(postLogin(user, "secret"));
        assertThat(back.getPath()).isEqualTo("/oauth2/authorize");
        URI answer = location(get(back));
        assertThat(answer.toString()).startsWith(CALLBACK);
        assertThat(parameters(answer)).containsEntry("state", "s-1");
        return parameter(answer, "code");
    }

    private HttpResponse<String> postLogin(String user, String password) throws Exception {
        Matcher csrf = CSRF.matcher(get(base.resolve("/login")).body());
        assertThat(csrf.find()).isTrue();
        return post("/login", Map.of("username", user, "password", password, "_csrf", csrf.group(1)));
    }

    private HttpResponse<String> exchange(String code, String verifier) throws Exception {
        return post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", "trading-app",
                        "redirect_uri", CALLBACK,
                        "code", code,
                        "code_verifier", verifier));
    }

    private URI authorize(Map<String, String> changes) throws Exception {
        return base.resolve("/oauth2/authorize?" + form(request(changes)));
    }

    private static Map<String, String> request(Map<String, String> changes) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> request = new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "trading-app",
                "redirect_uri", CALLBACK,
                "state", "s-1",
                "scope", "openid",
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(hash),
                "code_challenge_method", "S256"));
        request.putAll(changes);
        return request;
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept", "text/html").build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI location(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        return base.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    private static Map<String, Object> json(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSONObjectUtils.parse(response.body());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String parameter(URI uri, String name) {
        String value = parameters(uri).get(name);
        assertThat(value).as("%s of %s", name, uri).isNotNull();
        return Objects.requireNonNull(value);
    }

    private static Map<String, String> parameters(URI uri) {
        return List.of(uri.getQuery().split("&")).stream()
                .map(parameter -> parameter.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
