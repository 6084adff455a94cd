package io.tradepath.feed;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the generated document says beyond what can be read off the code. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {
    private static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";
    private static final Map<String, String> SUMMARIES = Map.of(
            "Quote.quotes", "List the latest quotes, of all instruments or of those named",
            "Quote.quote", "Read the latest quote of an instrument",
            "Candle.candles", "List candles, the last ones or those of a time, oldest first");

    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(CurrencyPair.class, string("an instrument, such as EUR_USD"))
                .replaceWithSchema(Price.class, string("a decimal in plain notation"))
                .replaceWithSchema(Units.class, string("a decimal in plain notation"));
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("Tradepath feed")
                        .version("1")
                        .description("Quotes and candles. Their streams are in feed-stomp.asyncapi.yaml.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")));
    }

    @Bean
    OperationCustomizer operations() {
        return (operation, method) -> {
            String name = method.getBeanType().getSimpleName().replace("Controller", "") + "."
                    + method.getMethod().getName();
            return SUMMARIES.containsKey(name)
                    ? describe(operation.operationId(name).tags(null), name)
                    : operation;
        };
    }

    private static Operation describe(Operation operation, String name) {
        Content content =
                Objects.requireNonNull(operation.getResponses().get("200")).getContent();
        content.addMediaType("application/json", content.remove("*/*"));
        ApiResponse bad = new ApiResponse()
                .description("a problem (RFC 9457); its type is the stable name of the error")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
        return operation
                .summary(SUMMARIES.get(name))
                .description("Scope `feed:read`.")
                .security(List.of(new SecurityRequirement().addList(TOKEN)))
                .responses(new ApiResponses()
                        .addApiResponse(
                                "200", new ApiResponse().description("done").content(content))
                        .addApiResponse("default", bad));
    }

    @Bean
    OpenApiCustomizer paths() {
        return document -> {
            document.setServers(null);
            document.getPaths().keySet().removeIf(path -> !path.startsWith("/feed"));
        };
    }

    private static Schema<?> string(String description) {
        return new Schema<>().types(Set.of("string")).description(description);
    }
}
