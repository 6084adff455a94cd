package io.tradepath.executions.system;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.FillId;
import io.tradepath.events.OrderId;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Price;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.util.RawValue;

/** How the values of this API stand in its OpenAPI document, which only tests make. */
@Configuration(proxyBeanMethods = false)
class DescribedApi {
    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";
    private static final String ACCOUNT = "/executions/accounts/{accountId}";
    private static final String PARKED = "/executions/controls/parked";

    private static final Map<String, String> SUMMARIES = Map.of(
            "GET /executions/instruments",
            "What is traded: sizes, margin, hours, and whether it can be traded now. Scope orders:read.",
            "POST " + ACCOUNT + "/orders",
            "Places an order. 201 accepted (see its status), 422 refused and recorded, 409 key used with another body;"
                    + " the same key and body again: the first answer, with Idempotent-Replayed: true."
                    + " Scope orders:write.",
            "GET " + ACCOUNT + "/orders",
            "Orders, newest first. Scope orders:read.",
            "GET " + ACCOUNT + "/orders/{orderId}",
            "An order by its id, or by @ and its clientOrderId. Scope orders:read.",
            "GET " + ACCOUNT + "/fills",
            "Fills, newest first. Scope orders:read.",
            "GET " + ACCOUNT + "/positions",
            "Open positions, net per instrument. Scope orders:read.",
            "GET " + ACCOUNT + "/summary",
            "What the account is worth, in its currency. Scope orders:read.",
            "GET " + ACCOUNT + "/events",
            "The account's events, oldest first. Scope orders:read.",
            "GET " + PARKED,
            "Accounts that an event could not be applied of. Scope ops.",
            "POST " + PARKED + "/{accountId}/redrive",
            "Applies what a parked account waits for, in order. Scope ops.");

    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(BigDecimal.class, text("A decimal in plain notation.", "-12.50"))
                .replaceWithSchema(Price.class, text("A decimal above zero in plain notation.", "1.08514"))
                .replaceWithSchema(Units.class, text("A decimal in plain notation.", "10000"))
                .replaceWithSchema(CurrencyPair.class, text("Base and quote currency.", "EUR_USD"))
                .replaceWithSchema(AccountId.class, text("Opaque.", null))
                .replaceWithSchema(OrderId.class, text("Opaque.", null))
                .replaceWithSchema(FillId.class, text("Opaque.", null))
                .replaceWithSchema(ClientOrderId.class, text("1 to 255 visible ASCII characters.", "my-order-1"))
                .replaceWithClass(RawValue.class, ExecutionEvent.class);
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Tradepath executions")
                        .version("1")
                        .description("Orders, fills, positions and margin."))
                .servers(List.of())
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    OpenApiCustomizer describedProblems() {
        return api -> {
            api.setServers(null);
            api.getComponents()
                    .addSecuritySchemes(
                            BEARER,
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .bearerFormat("JWT"))
                    .addSchemas(PROBLEM, problem());
            // Where one is missing the answer is 400, which is more than its type says.
            Schema<?> order =
                    Objects.requireNonNull(api.getComponents().getSchemas().get("OrderRequest"));
            order.setRequired(List.of("instrument", "side", "units", "type", "timeInForce"));
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) -> describe(method + " " + path, operation)));
        };
    }

    private static void describe(String name, Operation operation) {
        operation.setOperationId(null);
        operation.setTags(null);
        operation.setSummary(Objects.requireNonNull(SUMMARIES.get(name), () -> name + " needs a summary here"));
        operation.getResponses().addApiResponse("default", answer("What went wrong.", PROBLEM));
    }

    private static ApiResponse answer(String description, String schema) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType("application/problem+json", new MediaType().schema(reference(schema))));
    }

    private static Schema<?> problem() {
        Schema<?> problem = new ObjectSchema();
        problem.setDescription("RFC 9457. A refused order (422) also has rejectReason and order.");
        problem.addProperty("type", text("https://tradepath.io/problems/ and a stable name.", null));
        problem.addProperty("title", text("What kind of problem it is.", null));
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", text("For a person.", null));
        problem.addProperty("instance", text("The path of the request.", null));
        problem.addProperty("rejectReason", reference("RejectReason"));
        problem.addProperty("order", reference("Order"));
        problem.setRequired(List.of("type", "title", "status", "detail", "instance"));
        return problem;
    }

    private static Schema<?> reference(String schema) {
        return new Schema<>().$ref("#/components/schemas/" + schema);
    }

    private static Schema<?> text(String description, @Nullable String example) {
        StringSchema schema = new StringSchema();
        schema.setDescription(description);
        if (example != null) {
            schema.setExample(example);
        }
        return schema;
    }
}
