package io.tradepath.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.FillId;
import io.tradepath.events.OrderId;
import io.tradepath.events.TransactionId;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.util.RawValue;

/** Makes a service's document; a test imports it and has the {@link ApiDescription} as a bean. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/tradepath/openapi/springdoc.properties")
public class OpenApiDocument {
    static final String PROBLEM = "Problem";
    private static final String TOKEN = "token";

    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(BigDecimal.class, example("decimal", "a decimal in plain notation", "-12.50"))
                .replaceWithSchema(Price.class, example("decimal", "a decimal above zero", "1.08514"))
                .replaceWithSchema(Units.class, example("decimal", "a decimal in plain notation", "10000"))
                .replaceWithSchema(Currency.class, example("iso-4217", "a currency's three letters", "USD"))
                .replaceWithSchema(CurrencyPair.class, example(null, "base and quote currency", "EUR_USD"))
                .replaceWithSchema(ClientOrderId.class, example(null, "1 to 255 visible ASCII characters", "order-1"));
        for (Class<?> id : List.of(AccountId.class, TransactionId.class, OrderId.class, FillId.class)) {
            SpringDocUtils.getConfig().replaceWithSchema(id, string(null, "an opaque identifier"));
        }
    }

    private final ApiDescription api;
    private final ReachableRecords records = new ReachableRecords();

    OpenApiDocument(ApiDescription api) {
        this.api = api;
        if (api.event() != null) {
            // An event log answers with events as they went on the bus.
            SpringDocUtils.getConfig().replaceWithClass(RawValue.class, api.event());
            records.add(api.event());
        }
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title(api.title())
                        .version("1")
                        .description(api.summary())
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSchemas(PROBLEM, problem())
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
            Endpoint endpoint = api.endpoints().get(name);
            if (endpoint == null) {
                throw new IllegalStateException("describe " + name);
            }
            collectRecords(method);
            return describe(operation.operationId(name).tags(null), endpoint);
        };
    }

    private void collectRecords(HandlerMethod method) {
        records.add(method.getMethod().getGenericReturnType());
        Arrays.stream(method.getMethod().getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RequestBody.class))
                .forEach(parameter -> records.add(parameter.getParameterizedType()));
    }

    private static Operation describe(Operation operation, Endpoint endpoint) {
        Content content = operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        if (content.containsKey("*/*")) {
            content.addMediaType("application/json", content.remove("*/*"));
        }
        if (content.get("text/csv") != null) {
            content.addMediaType("text/csv", new MediaType().schema(string(null, "a line a row, RFC 4180")));
        }
        ApiResponse good = new ApiResponse().description("done").content(content);
        endpoint.headers().stream()
                .sorted(Comparator.comparing(ResponseHeader::header))
                .forEach(header -> good.addHeaderObject(
                        header.header(),
                        new Header().description(header.description()).schema(string(null, null))));
        ApiResponse bad = new ApiResponse()
                .description("a problem (RFC 9457); its type is the stable name of the error")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
        return operation
                .summary(endpoint.summary())
                .description("Scope `%s`.".formatted(endpoint.scope()))
                .security(List.of(new SecurityRequirement().addList(TOKEN)))
                .responses(new ApiResponses()
                        .addApiResponse(endpoint.status(), good)
                        .addApiResponse("default", bad));
    }

    @Bean
    OpenApiCustomizer schemas() {
        return document -> {
            document.setServers(null);
            var schemas = document.getComponents().getSchemas();
            schemas.forEach((name, schema) -> {
                List<String> required = records.requiredFields(name);
                if (required != null) {
                    require(schema, required);
                }
            });
            if (api.event() != null) {
                schemas.forEach(
                        (name, schema) -> tellApart(name, schema, api.event().getSimpleName()));
            }
            api.requests().forEach((name, required) -> {
                Schema<?> request = Objects.requireNonNull(schemas.get(name), name);
                request.setRequired(required.stream().sorted().toList());
                request.setAdditionalProperties(false);
            });
        };
    }

    /** An event is one of the kinds, which its type tells, and none of them is "an event" alone. */
    private static void tellApart(String name, Schema<?> schema, String event) {
        if (schema.getAllOf() != null) {
            schema.getAllOf().stream()
                    .filter(part -> part.getProperties() != null)
                    .forEach(part -> part.addProperty("type", constant(name)));
        } else if (schema.getProperties() != null) {
            for (Schema<?> field : schema.getProperties().values()) {
                Schema<?> items = field.getItems();
                if (items != null && items.getOneOf() != null) {
                    items.getOneOf()
                            .removeIf(kind -> String.valueOf(kind.get$ref()).endsWith("/" + event));
                    items.setDiscriminator(new Discriminator().propertyName("type"));
                }
            }
        }
    }

    private static Schema<?> constant(String value) {
        Schema<?> constant = string(null, null);
        constant.setConst(value);
        return constant;
    }

    /** In the part that has the fields, where a schema is one of several kinds. */
    private static void require(Schema<?> schema, List<String> fields) {
        if (schema.getAllOf() == null) {
            schema.setRequired(fields);
        } else {
            schema.getAllOf().stream()
                    .filter(part -> part.getProperties() != null)
                    .forEach(part -> require(part, fields));
        }
    }

    private Schema<?> problem() {
        Schema<?> problem = new Schema<>().types(Set.of("object"));
        problem.addProperty("type", string("uri", "https://tradepath.io/problems/ and a name in kebab case"));
        problem.addProperty("title", string(null, "the name in words"));
        problem.addProperty("status", new Schema<>().types(Set.of("integer")).description("the HTTP status"));
        problem.addProperty("detail", string(null, "what is wrong, for people; may change"));
        problem.addProperty("instance", string(null, "the path"));
        problem.setRequired(List.of("detail", "instance", "status", "title", "type"));
        api.problemMembers().forEach(problem::addProperty);
        return problem;
    }

    private static Schema<?> string(@Nullable String format, @Nullable String description) {
        return new Schema<>().types(Set.of("string")).format(format).description(description);
    }

    private static Schema<?> example(@Nullable String format, String description, String example) {
        Schema<?> schema = string(format, description);
        schema.setExample(example);
        return schema;
    }
}
