package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Fill;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.executions.order.OrderRows.NumberedFill;
import io.tradepath.fx.CurrencyPair;
import io.tradepath.http.Page;
import io.tradepath.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Orders and fills over HTTP. */
@RestController
@RequestMapping("/executions/accounts/{accountId}")
class OrderController {
    private static final String REPLAYED = "Idempotent-Replayed";

    private final Orders orders;
    private final OrderQueries queries;
    private final AccountAccess access;

    OrderController(Orders orders, OrderQueries queries, AccountAccess access) {
        this.orders = orders;
        this.queries = queries;
        this.access = access;
    }

    /** A page of orders, newest first. */
    record OrderList(List<Order> orders, @Nullable String nextCursor) {}

    /** A page of fills, newest first. */
    record FillList(List<Fill> fills, @Nullable String nextCursor) {}

    @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<Order> place(@PathVariable String accountId, @RequestBody OrderRequest request, Principal caller)
            throws SQLException {
        AccountId account = AccountAccess.accountId(accountId);
        return switch (orders.place(account, caller.getName(), request.toNewOrder())) {
            case OrderOutcome.Recorded recorded -> answer(account, recorded);
            case OrderOutcome.KeyReused _ ->
                throw ProblemException.conflict(
                        "client-order-id-reused",
                        "the clientOrderId names an order that was asked for with another body");
            case OrderOutcome.AccountUnknown _ -> throw AccountAccess.notFound();
            case OrderOutcome.MarginUnsure _, OrderOutcome.Unavailable _ ->
                throw ProblemException.unavailable(
                        "the order may not have been taken; the same clientOrderId tells, or takes it");
            case OrderOutcome.Failed _ -> throw ProblemException.unexpected();
        };
    }

    @GetMapping("/orders")
    ResponseEntity<OrderList> list(
            @PathVariable String accountId,
            @RequestParam(required = false) @Nullable OrderStatus status,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Principal caller,
            HttpServletRequest request)
            throws SQLException {
        int rows = Page.checkedLimit(limit);
        OrderQueries.Filter filter = new OrderQueries.Filter(status, instrument(instrument), before(cursor));
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        Page<Order> page = Page.of(
                queries.orders(account, filter, rows + 1),
                rows,
                order -> order.id().value());
        return ResponseEntity.ok().headers(page.links(request)).body(new OrderList(page.rows(), page.nextCursor()));
    }

    @GetMapping("/orders/{orderId}")
    Order one(@PathVariable String accountId, @PathVariable String orderId, Principal caller) throws SQLException {
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        if (orderId.startsWith("@")) {
            ClientOrderId id = id(orderId.substring(1), ClientOrderId::new);
            Order order = id == null ? null : queries.order(account, id);
            if (order == null) {
                throw ProblemException.notFound("order-never-seen", "no order with this clientOrderId was ever taken");
            }
            return order;
        }
        OrderId id = id(orderId, OrderId::new);
        Order order = id == null ? null : queries.order(account, id);
        if (order == null) {
            throw ProblemException.notFound("order-not-found", "there is no such order");
        }
        return order;
    }

    @GetMapping("/fills")
    ResponseEntity<FillList> fills(
            @PathVariable String accountId,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Principal caller,
            HttpServletRequest request)
            throws SQLException {
        int rows = Page.checkedLimit(limit);
        long before = cursor == null ? Long.MAX_VALUE : Page.numberedPosition(cursor);
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        Page<Fill> page = Page.of(queries.fills(account, before, rows + 1), rows, fill -> Long.toString(fill.seq()))
                .map(NumberedFill::fill);
        return ResponseEntity.ok().headers(page.links(request)).body(new FillList(page.rows(), page.nextCursor()));
    }

    private static ResponseEntity<Order> answer(AccountId account, OrderOutcome.Recorded recorded) {
        Order order = recorded.order();
        if (order.rejectReason() != null) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("rejectReason", order.rejectReason());
            members.put("order", order);
            ProblemException refused = ProblemException.refused(
                    "order-rejected",
                    "the order was refused and recorded: %s".formatted(order.rejectReason()),
                    members);
            throw recorded.replayed() ? refused.withHeader(REPLAYED, "true") : refused;
        }
        ResponseEntity.BodyBuilder created =
                ResponseEntity.created(URI.create("/executions/accounts/%s/orders/%s".formatted(account, order.id())));
        if (recorded.replayed()) {
            created.header(REPLAYED, "true");
        }
        return created.body(order);
    }

    private static UUID before(@Nullable String cursor) {
        if (cursor == null) {
            return OrderQueries.GREATEST_ID;
        }
        UUID before = OrderQueries.uuid(Page.position(cursor));
        if (before == null) {
            throw Page.unknownCursor();
        }
        return before;
    }

    private static @Nullable CurrencyPair instrument(@Nullable String text) {
        CurrencyPair instrument = text == null ? null : id(text, CurrencyPair::parse);
        if (text != null && instrument == null) {
            throw ProblemException.invalid("instrument", "not valid");
        }
        return instrument;
    }

    private static <T> @Nullable T id(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }
}
