package io.tradepath.accounts.account;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.tradepath.accounts.security.Caller;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.http.Page;
import io.tradepath.http.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /accounts} and {@code /accounts/{id}}. */
@RestController
@RequestMapping("/accounts")
final class AccountController {
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    /** An account to be opened. */
    record OpenAccount(
            @JsonSetter(nulls = Nulls.FAIL) String currency,

            @JsonSetter(nulls = Nulls.FAIL) String alias) {}

    /** What to change of an account; what is absent stays. */
    record ChangeAccount(@Nullable String alias, @Nullable AccountStatus status) {}

    /** A page of accounts, newest first. */
    record AccountList(List<AccountView> accounts, @Nullable String nextCursor) {}

    @PostMapping
    ResponseEntity<AccountView> open(Caller caller, @RequestBody OpenAccount request) {
        AccountEntity opened = accounts.open(
                caller.subject(), AccountCurrencies.checked(request.currency()), Alias.checked(request.alias()));
        return ResponseEntity.created(URI.create("/accounts/" + opened.id()))
                .eTag(etag(opened))
                .body(opened.view());
    }

    @GetMapping
    ResponseEntity<AccountList> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String owner,
            @RequestParam(required = false) @Nullable String currency,
            @RequestParam(required = false) @Nullable AccountStatus status,
            @RequestParam(defaultValue = Page.LIMIT_DEFAULT) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        AccountFilter filter = new AccountFilter(
                owner == null ? null : checkedOwner(owner),
                currency == null ? null : AccountCurrencies.checked(currency),
                status,
                cursor == null ? null : position(cursor));
        Page<AccountEntity> page = accounts.list(filter.visibleTo(caller), Page.checkedLimit(limit));
        return ResponseEntity.ok()
                .headers(page.links(request))
                .body(new AccountList(
                        page.rows().stream().map(AccountEntity::view).toList(), page.nextCursor()));
    }

    @GetMapping("/{id}")
    ResponseEntity<AccountView> read(Caller caller, @PathVariable AccountId id) {
        AccountEntity account = accounts.find(caller, id);
        return ResponseEntity.ok().eTag(etag(account)).body(account.view());
    }

    @PatchMapping("/{id}")
    ResponseEntity<AccountView> change(
            Caller caller,
            @PathVariable AccountId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ChangeAccount request) {
        if (request.alias() == null && request.status() == null) {
            throw ProblemException.invalid("alias", "it or 'status' must be given");
        }
        String alias = request.alias() == null ? null : Alias.checked(request.alias());
        if (request.status() != null) {
            checkStatus(caller, request.status());
        }
        AccountEntity changed = accounts.change(caller, id, version(ifMatch), alias, request.status());
        return ResponseEntity.ok().eTag(etag(changed)).body(changed.view());
    }

    private static void checkStatus(Caller caller, AccountStatus wanted) {
        if (!caller.ops()) {
            throw ProblemException.forbidden("only an operator sets a status");
        }
        if (!StatusRule.OFFERED.contains(wanted)) {
            throw ProblemException.invalid("status", "must be ACTIVE or CLOSE_ONLY");
        }
    }

    private static String checkedOwner(String owner) {
        if (owner.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("owner", "control characters are not taken");
        }
        return owner;
    }

    private static AccountId position(String cursor) {
        try {
            return new AccountId(Page.position(cursor));
        } catch (IllegalArgumentException notOurs) {
            throw Page.unknownCursor();
        }
    }

    /** The version counts every change of the account, also those of its balance. */
    private static String etag(AccountEntity account) {
        return "\"" + account.version() + "\"";
    }

    /** The version that {@code If-Match} names; null for any. */
    private static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(ifMatch.strip());
        if (!etag.matches()) {
            throw ProblemException.stale("If-Match names no version of the account");
        }
        return Long.valueOf(etag.group(1));
    }
}
