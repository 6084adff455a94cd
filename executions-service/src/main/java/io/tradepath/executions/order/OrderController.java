package io.tradepath.executions.order;

import io.tradepath.events.AccountId;
import io.tradepath.events.ClientOrderId;
import io.tradepath.events.Fill;
import io.tradepath.events.Order;
import io.tradepath.events.OrderId;
import io.tradepath.events.OrderStatus;
import io.tradepath.executions.account.AccountAccess;
import io.tradepath.executions.order.OrderRows.NumberedFill;
import io.tradepath.executions.web.Page;
import io.tradepath.executions.web.Problem;
import io.tradepath.fx.CurrencyPair;
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
                throw Problem.conflict(
                                "client-order-id-reused",
                                "The clientOrderId names an order that was asked for with another body.")
                        .exception();
            case OrderOutcome.AccountUnknown _ -> throw AccountAccess.notFound();
            case OrderOutcome.MarginUnsure _, OrderOutcome.Unavailable _ ->
                throw Problem.unavailable(
                                "The order may not have been taken; the same clientOrderId tells, or takes it.")
                        .exception();
            case OrderOutcome.Failed _ -> throw Problem.unexpected().exception();
        };
    }

    @GetMapping("/orders")
    ResponseEntity<OrderList> list(
            @PathVariable String accountId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String instrument,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor,
            Principal caller)
            throws SQLException {
        Page page = Page.of(limit, cursor);
        OrderQueries.Filter filter = new OrderQueries.Filter(
                parameter("status", status, OrderStatus::valueOf),
                parameter("instrument", instrument, CurrencyPair::parse),
                before(page));
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        List<Order> found = queries.orders(account, filter, page.limit() + 1);
        List<Order> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next =
                found.size() > page.limit() ? Page.cursor(shown.getLast().id().value()) : null;
        return Page.answer(new OrderList(shown, next), "cursor", next);
    }

    @GetMapping("/orders/{orderId}")
    Order one(@PathVariable String accountId, @PathVariable String orderId, Principal caller) throws SQLException {
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        if (orderId.startsWith("@")) {
            ClientOrderId id = id(orderId.substring(1), ClientOrderId::new);
            Order order = id == null ? null : queries.order(account, id);
            if (order == null) {
                throw Problem.notFound("order-never-seen", "No order with this clientOrderId was ever taken.")
                        .exception();
            }
            return order;
        }
        OrderId id = id(orderId, OrderId::new);
        Order order = id == null ? null : queries.order(account, id);
        if (order == null) {
            throw Problem.notFound("order-not-found", "There is no such order.").exception();
        }
        return order;
    }

    @GetMapping("/fills")
    ResponseEntity<FillList> fills(
            @PathVariable String accountId,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor,
            Principal caller)
            throws SQLException {
        Page page = Page.of(limit, cursor);
        long before = page.after() == null ? Long.MAX_VALUE : seq(page.after());
        AccountId account = AccountAccess.accountId(accountId);
        access.requireOwned(account, caller.getName());
        List<NumberedFill> found = queries.fills(account, before, page.limit() + 1);
        List<NumberedFill> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = found.size() > page.limit()
                ? Page.cursor(Long.toString(shown.getLast().seq()))
                : null;
        return Page.answer(new FillList(shown.stream().map(NumberedFill::fill).toList(), next), "cursor", next);
    }

    private static ResponseEntity<Order> answer(AccountId account, OrderOutcome.Recorded recorded) {
        Order order = recorded.order();
        if (order.rejectReason() != null) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("rejectReason", order.rejectReason());
            members.put("order", order);
            Problem problem = Problem.refused(
                    "order-rejected",
                    "Order rejected",
                    "The order was refused and recorded: %s.".formatted(order.rejectReason()),
                    members);
            throw (recorded.replayed() ? problem.withHeader(REPLAYED, "true") : problem).exception();
        }
        ResponseEntity.BodyBuilder created =
                ResponseEntity.created(URI.create("/executions/accounts/%s/orders/%s".formatted(account, order.id())));
        if (recorded.replayed()) {
            created.header(REPLAYED, "true");
        }
        return created.body(order);
    }

    private static UUID before(Page page) {
        if (page.after() == null) {
            return OrderQueries.GREATEST_ID;
        }
        UUID before = OrderQueries.uuid(page.after());
        if (before == null) {
            throw Page.wrongCursor();
        }
        return before;
    }

    private static long seq(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Page.wrongCursor();
        }
        return Long.parseLong(text);
    }

    private static <T> @Nullable T parameter(String name, @Nullable String text, Function<String, T> parse) {
        if (text == null) {
            return null;
        }
        T value = id(text, parse);
        if (value == null) {
            throw Problem.malformed(name + ": not a value that it can have.").exception();
        }
        return value;
    }

    private static <T> @Nullable T id(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }
}
