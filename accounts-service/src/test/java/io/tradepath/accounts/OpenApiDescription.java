package io.tradepath.accounts;

import static io.tradepath.openapi.ResponseHeader.ETAG;
import static io.tradepath.openapi.ResponseHeader.IDEMPOTENT_REPLAYED;
import static io.tradepath.openapi.ResponseHeader.LINK;
import static io.tradepath.openapi.ResponseHeader.LOCATION;

import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountEvent;
import io.tradepath.openapi.ApiDescription;
import io.tradepath.openapi.Endpoint;
import io.tradepath.openapi.OpenApiDocument;
import java.util.List;
import java.util.Map;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the OpenAPI document says beyond what can be read off the code. */
@Configuration(proxyBeanMethods = false)
@Import(OpenApiDocument.class)
class OpenApiDescription {
    private static final String READ = "accounts:read";
    private static final String WRITE = "accounts:write";
    private static final String OPS = "ops";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Bean
    ApiDescription description() {
        return new ApiDescription(
                "Tradepath accounts",
                "Accounts, the double-entry ledger, funding.",
                Map.ofEntries(
                        Map.entry("Account.open", new Endpoint("Open an account", WRITE, "201", ETAG, LOCATION)),
                        Map.entry(
                                "Account.list",
                                new Endpoint(
                                        "List the own accounts, or as an operator all, newest first",
                                        READ,
                                        "200",
                                        LINK)),
                        Map.entry("Account.read", new Endpoint("Read an account", READ, "200", ETAG)),
                        Map.entry(
                                "Account.change",
                                new Endpoint(
                                        "Change the alias; as an operator (ops) the status, to ACTIVE or CLOSE_ONLY",
                                        WRITE,
                                        "200",
                                        ETAG)),
                        Map.entry(
                                "Deposit.deposit",
                                new Endpoint(
                                        "Deposit money; the same key and body again has the first answer again",
                                        "funding:write",
                                        "201",
                                        IDEMPOTENT_REPLAYED)),
                        Map.entry(
                                "Transaction.list",
                                new Endpoint("List an account's transactions, newest first", READ, "200", LINK)),
                        Map.entry(
                                "EventLog.events",
                                new Endpoint(
                                        "Read an account's events in order, as the stream has them",
                                        READ,
                                        "200",
                                        LINK)),
                        Map.entry("TrialBalance.trialBalance", new Endpoint("Sum the ledger per currency", OPS, "200")),
                        Map.entry(
                                "Parked.parked",
                                new Endpoint("List accounts whose events could not be applied", OPS, "200")),
                        Map.entry(
                                "Parked.redrive",
                                new Endpoint("Apply an account's parked events again, in order", OPS, "200"))),
                Map.of(
                        "OpenAccount", List.of("currency", "alias"),
                        "ChangeAccount", List.of(),
                        "DepositRequest", List.of("amount")),
                AccountEvent.class,
                Map.of());
    }
}
