package io.tradepath.accounts.settlement;

import static io.tradepath.accounts.Executions.accepted;
import static io.tradepath.accounts.Executions.filled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.accounts.account.CloseOnlyCause;
import io.tradepath.accounts.account.Standing;
import io.tradepath.events.AccountEvent.AccountStatusChanged;
import io.tradepath.events.AccountEvent.FillSettled;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.events.ExecutionEvent;
import io.tradepath.events.ExecutionEvent.EventsParked;
import io.tradepath.events.ExecutionEvent.EventsRedriven;
import io.tradepath.events.TransactionId;
import io.tradepath.fx.Money;
import io.tradepath.wire.EventRefused;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final AccountId ID = new AccountId("a");
    private static final Standing ACTIVE = new Standing(AccountStatus.ACTIVE, Set.of());

    @Test
    void settlesWhatAFillRealised() {
        Effect effect = of(account("USD", "10"), filled("a", 1, "-12.5"));

        assertThat(effect.account().balance()).isEqualTo(money("USD", "-2.5"));
        assertThat(effect.account().seq()).isEqualTo(6);
        assertThat(effect.account().version()).isEqualTo(10);
        assertThat(effect.entry()).isNotNull();
        assertThat(effect.event()).isInstanceOfSatisfying(FillSettled.class, settled -> {
            assertThat(settled.seq()).isEqualTo(6);
            assertThat(settled.riskCashDelta()).isEqualByComparingTo(BigDecimal.ZERO);
            assertThat(settled.transaction().amount()).isEqualTo("-12.50");
            assertThat(settled.transaction().balance()).isEqualTo("-2.50");
        });
    }

    @Test
    void leavesTheAccountAloneWhereNothingWasRealised() {
        AccountRow account = account("USD", "10");

        assertThat(of(account, filled("a", 1, "0"))).isEqualTo(new Effect(account, null, null));
        assertThat(of(account, accepted("a", 1))).isEqualTo(new Effect(account, null, null));
    }

    @Test
    void refusesAnAmountThatTheCurrencyHasNot() {
        assertThatThrownBy(() -> of(account("JPY", "10"), filled("a", 1, "0.5")))
                .isInstanceOf(EventRefused.class);
    }

    @Test
    void settlesLockedAccountsToo() {
        AccountRow locked = account("USD", "10").standing(new Standing(AccountStatus.LOCKED, Set.of()));

        assertThat(of(locked, filled("a", 1, "-1")).account().balance()).isEqualTo(money("USD", "9"));
    }

    @Test
    void parkedEventsOfExecutionsMakeTheAccountCloseOnlyOnce() {
        Effect parked = of(account("USD", "10"), new EventsParked(1, ID, NOW));
        assertThat(parked.event()).isInstanceOfSatisfying(AccountStatusChanged.class, changed -> {
            assertThat(changed.seq()).isEqualTo(6);
            assertThat(changed.status()).isEqualTo(AccountStatus.CLOSE_ONLY);
        });

        Effect again = of(parked.account(), new EventsParked(2, ID, NOW));
        assertThat(again).isEqualTo(new Effect(parked.account(), null, null));

        Effect redriven = of(parked.account(), new EventsRedriven(3, ID, NOW));
        assertThat(redriven.account().standing()).isEqualTo(ACTIVE);
        assertThat(redriven.event()).isInstanceOf(AccountStatusChanged.class);
    }

    @Test
    void aFurtherCauseIsRememberedAndNotTold() {
        AccountRow closeOnly = account("USD", "10").standing(ACTIVE.with(CloseOnlyCause.OPS));

        Effect parked = of(closeOnly, new EventsParked(1, ID, NOW));

        assertThat(parked.event()).isNull();
        assertThat(parked.account().seq()).isEqualTo(closeOnly.seq());
        assertThat(parked.account().standing().causes())
                .containsExactlyInAnyOrder(CloseOnlyCause.OPS, CloseOnlyCause.PARKED_AT_EXECUTIONS);
    }

    private static Effect of(AccountRow account, ExecutionEvent event) {
        return Effect.of(account, event, new TransactionId("t"), NOW);
    }

    private static AccountRow account(String currency, String balance) {
        return new AccountRow(ID, "owner", "alias", ACTIVE, money(currency, balance), 5, 9);
    }

    private static Money money(String currency, String amount) {
        return Money.parse(amount, Currency.getInstance(currency));
    }
}
