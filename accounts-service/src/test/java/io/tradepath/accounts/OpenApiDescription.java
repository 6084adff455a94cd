package io.tradepath.accounts;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountId;
import io.tradepath.events.FillId;
import io.tradepath.events.OrderId;
import io.tradepath.events.Transaction;
import io.tradepath.events.TransactionId;
import io.tradepath.wire.ParkedAccount;
import io.tradepath.wire.Redriven;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the generated document says beyond what can be read off the code. */
@Configuration(proxyBeanMethods = false)
class OpenApiDescription {
    private static final String PROBLEM = "Problem";
    private static final String EVENT = "Event";
    private static final String TOKEN = "token";

    private static final Map<String, Endpoint> ENDPOINTS = Map.ofEntries(
            Map.entry("Account.open", new Endpoint("Open an account", "accounts:write", "201", "ETag", "Location")),
            Map.entry(
                    "Account.list",
                    new Endpoint(
                            "List the own accounts, or as an operator all, newest first",
                            "accounts:read",
                            "200",
                            "Link")),
            Map.entry("Account.read", new Endpoint("Read an account", "accounts:read", "200", "ETag")),
            Map.entry(
                    "Account.change",
                    new Endpoint(
                            "Change the alias; as an operator (ops) the status, to ACTIVE or CLOSE_ONLY",
                            "accounts:write",
                            "200",
                            "ETag")),
            Map.entry(
                    "Deposit.deposit",
                    new Endpoint(
                            "Deposit money; the same key and body again has the first answer again",
                            "funding:write",
                            "201",
                            "Idempotent-Replayed")),
            Map.entry(
                    "Transaction.list",
                    new Endpoint("List an account's transactions, newest first", "accounts:read", "200", "Link")),
            Map.entry(
                    "EventLog.events",
                    new Endpoint(
                            "Read an account's events in order, as the stream has them",
                            "accounts:read",
                            "200",
                            "Link")),
            Map.entry("TrialBalance.trialBalance", new Endpoint("Sum the ledger per currency", "ops", "200")),
            Map.entry("Parked.parked", new Endpoint("List accounts whose events could not be applied", "ops", "200")),
            Map.entry(
                    "Parked.redrive", new Endpoint("Apply an account's parked events again, in order", "ops", "200")));

    private static final Map<String, String> HEADERS = Map.of(
            "ETag", "the account's version, for If-Match",
            "Location", "where the account is",
            "Link", "rel=\"next\", where there is more",
            "Idempotent-Replayed", "true where the answer is a former request's");

    private static final String OURS = "io.tradepath.accounts.";

    /** Bodies that are refused where they have a field too many. */
    private static final List<String> REQUESTS = List.of(
            OURS + "account.AccountController$OpenAccount",
            OURS + "account.AccountController$ChangeAccount",
            OURS + "funding.DepositController$DepositRequest");

    private static final List<String> ANSWERS = List.of(
            OURS + "account.AccountView",
            OURS + "account.AccountController$AccountList",
            OURS + "ledger.TransactionController$TransactionList",
            OURS + "ledger.TrialBalanceController$TrialBalance",
            OURS + "ledger.TrialBalanceLine",
            OURS + "events.EventLogController$Events",
            OURS + "parked.ParkedController$ParkedList",
            ParkedAccount.class.getName(),
            Redriven.class.getName(),
            Transaction.class.getName(),
            Transaction.Cause.class.getName());

    private record Endpoint(String summary, String scope, String status, Set<String> headers) {
        Endpoint(String summary, String scope, String status, String... headers) {
            this(summary, scope, status, Set.of(headers));
        }
    }

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class)
                .replaceWithSchema(BigDecimal.class, string("decimal", "a decimal in plain notation"))
                .replaceWithSchema(Currency.class, string("iso-4217", "a currency's three letters"));
        for (Class<?> id : List.of(AccountId.class, TransactionId.class, OrderId.class, FillId.class)) {
            SpringDocUtils.getConfig()
                    .replaceWithSchema(
                            id, string("uuid", "an opaque identifier").format(null));
        }
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("Tradepath accounts")
                        .version("1")
                        .description("Accounts, the double-entry ledger, funding.")
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
            Endpoint endpoint = ENDPOINTS.get(name);
            if (endpoint == null) {
                throw new IllegalStateException("describe " + name);
            }
            return describe(operation.operationId(name).tags(null), endpoint);
        };
    }

    private static Operation describe(Operation operation, Endpoint endpoint) {
        Content content = operation.getResponses().values().stream()
                .map(ApiResponse::getContent)
                .filter(each -> each != null)
                .findFirst()
                .orElseThrow();
        if (content.containsKey("*/*")) {
            content.addMediaType("application/json", content.remove("*/*"));
        }
        if (content.get("text/csv") != null) {
            content.addMediaType("text/csv", new MediaType().schema(string(null, "a line a transaction, RFC 4180")));
        }
        ApiResponse good = new ApiResponse().description("done").content(content);
        endpoint.headers().stream()
                .sorted()
                .forEach(header -> good.addHeaderObject(
                        header, new Header().description(HEADERS.get(header)).schema(string(null, null))));
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
            Components components = document.getComponents();
            components.addSchemas(PROBLEM, problem());
            components.addSchemas(EVENT, event());
            Schema<?> log = Objects.requireNonNull(components.getSchemas().get("Events"));
            Schema<?> events =
                    Objects.requireNonNull((Schema<?>) log.getProperties().get("events"));
            events.setItems(new Schema<>().$ref("#/components/schemas/" + EVENT));
            for (String request : REQUESTS) {
                required(components, request).setAdditionalProperties(false);
            }
            for (String answer : ANSWERS) {
                required(components, answer);
            }
        };
    }

    /** Says which fields are always there: those of the record that may not be null. */
    private static Schema<?> required(Components components, String name) {
        try {
            Class<?> type = Class.forName(name);
            Schema<?> schema = Objects.requireNonNull(components.getSchemas().get(type.getSimpleName()), name);
            schema.setRequired(Arrays.stream(type.getRecordComponents())
                    .filter(field -> !field.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(RecordComponent::getName)
                    .sorted()
                    .toList());
            return schema;
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Schema<?> problem() {
        return object(
                Map.of(
                        "type", "https://tradepath.io/problems/ and a name in kebab case",
                        "title", "the name in words",
                        "detail", "what is wrong, for people; may change",
                        "instance", "the path"),
                "status",
                "the HTTP status");
    }

    private static Schema<?> event() {
        Schema<?> event = object(
                Map.of("accountId", "the account", "type", "in the past tense: Deposited", "time", "RFC 3339"),
                "seq",
                "counts the account's events, from 1, without a gap");
        return event.description("An event as it was sent; what it is about stands under its own name.");
    }

    private static Schema<?> object(Map<String, String> texts, String number, String numberDescription) {
        Schema<?> object = new Schema<>().types(Set.of("object"));
        texts.keySet().stream().sorted().forEach(name -> object.addProperty(name, string(null, texts.get(name))));
        object.addProperty(number, new Schema<>().types(Set.of("integer")).description(numberDescription));
        object.setRequired(object.getProperties().keySet().stream().sorted().toList());
        return object;
    }

    private static Schema<?> string(@Nullable String format, @Nullable String description) {
        return new Schema<>().types(Set.of("string")).format(format).description(description);
    }
}
