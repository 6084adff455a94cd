package io.tradepath.executions.system;

import static io.tradepath.openapi.ResponseHeader.IDEMPOTENT_REPLAYED;
import static io.tradepath.openapi.ResponseHeader.LINK;
import static io.tradepath.openapi.ResponseHeader.LOCATION;

import io.swagger.v3.oas.models.media.Schema;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.RejectReason;
import io.tradepath.openapi.ApiDescription;
import io.tradepath.openapi.Endpoint;
import io.tradepath.openapi.OpenApiDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the OpenAPI document says beyond what can be read off the code. */
@Configuration(proxyBeanMethods = false)
@Import(OpenApiDocument.class)
class OpenApiDescription {
    private static final String READ = "orders:read";
    private static final String OPS = "ops";

    @Bean
    ApiDescription description() {
        return new ApiDescription(
                "Tradepath executions",
                "Orders, fills, positions and margin.",
                Map.ofEntries(
                        Map.entry(
                                "Instrument.instruments",
                                new Endpoint(
                                        "List what is traded: sizes, margin, hours, and whether it can be traded now",
                                        READ,
                                        "200")),
                        Map.entry(
                                "Order.place",
                                new Endpoint(
                                        "Place an order: 201 accepted (see its status), 422 refused and recorded; the"
                                                + " same clientOrderId and body again has the first answer again",
                                        "orders:write",
                                        "201",
                                        IDEMPOTENT_REPLAYED,
                                        LOCATION)),
                        Map.entry("Order.list", new Endpoint("List orders, newest first", READ, "200", LINK)),
                        Map.entry(
                                "Order.one",
                                new Endpoint("Read an order by its id, or by @ and its clientOrderId", READ, "200")),
                        Map.entry("Order.fills", new Endpoint("List fills, newest first", READ, "200", LINK)),
                        Map.entry(
                                "Portfolio.positions",
                                new Endpoint("List open positions, net per instrument", READ, "200")),
                        Map.entry(
                                "Portfolio.summary",
                                new Endpoint("Read what the account is worth, in its currency", READ, "200")),
                        Map.entry(
                                "Event.events",
                                new Endpoint(
                                        "Read an account's events in order, as the stream has them",
                                        READ,
                                        "200",
                                        LINK)),
                        Map.entry(
                                "Parked.parked",
                                new Endpoint("List accounts whose events could not be applied", OPS, "200")),
                        Map.entry(
                                "Parked.redrive",
                                new Endpoint("Apply an account's parked events again, in order", OPS, "200"))),
                // Each may be absent as far as its type says, so that an absent one has a problem that names it.
                Map.of("OrderRequest", List.of("instrument", "side", "units", "type", "timeInForce")),
                ExecutionEvent.class,
                Map.of("order", new Schema<>().$ref("#/components/schemas/Order"), "rejectReason", rejectReason()));
    }

    private static Schema<?> rejectReason() {
        Schema<String> reason = new Schema<>();
        reason.setTypes(Set.of("string"));
        reason.setDescription("why an order was refused");
        reason.setEnum(Arrays.stream(RejectReason.values()).map(Enum::name).toList());
        return reason;
    }
}
