package io.tradepath.backing.issuer;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The page that a user of the browser app logs in on. It works without JavaScript and loads nothing. */
final class LoginPage extends HttpServlet {
    static final String PATH = "/login";

    private final String template = read();

    private static String read() {
        try (InputStream page = Objects.requireNonNull(LoginPage.class.getResourceAsStream("login.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("login.html is part of this jar", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write(template.replace("{{message}}", message(request))
                        .replace("{{csrf}}", HtmlUtils.htmlEscape(csrf.getToken())));
    }

    private static String message(HttpServletRequest request) {
        if (request.getParameter("error") != null) {
            return "<p class=\"message wrong\" role=\"alert\">That name and password do not belong together.</p>";
        }
        if (request.getParameter("logout") != null) {
            return "<p class=\"message\" role=\"status\">You are logged out.</p>";
        }
        if (request.getUserPrincipal() != null) {
            return "<p class=\"message\" role=\"status\">You are logged in as %s.</p>"
                    .formatted(HtmlUtils.htmlEscape(request.getUserPrincipal().getName()));
        }
        return "";
    }
}
