package io.tradepath.accounts.funding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.accounts.account.AccountRow;
import io.tradepath.accounts.account.Standing;
import io.tradepath.events.AccountId;
import io.tradepath.events.AccountStatus;
import io.tradepath.fx.Money;
import io.tradepath.http.ProblemException;
import java.util.Currency;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DepositRuleTest {
    private static final Currency USD = Currency.getInstance("USD");

    @ParameterizedTest
    @EnumSource(
            value = AccountStatus.class,
            names = {"LOCKED", "CLOSED"})
    void aLockedAccountTakesNothing(AccountStatus status) {
        assertThatThrownBy(() -> DepositRule.check(account(status, "0"), Money.parse("1", USD)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(status.name());
    }

    @Test
    void anAccountHoldsOnlySoMuch() {
        AccountRow nearlyFull = account(AccountStatus.ACTIVE, "999999999999999");

        assertThatCode(() -> DepositRule.check(nearlyFull, Money.parse("1", USD)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> DepositRule.check(nearlyFull, Money.parse("1.01", USD)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("1000000000000000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "1000000000000"})
    void takesAmountsOfItsCurrency(String amount) {
        assertThat(DepositRule.amount(amount, USD)).isEqualTo(Money.parse(amount, USD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "1000000000000.01", "1e3"})
    void refusesOthers(String amount) {
        assertThatThrownBy(() -> DepositRule.amount(amount, USD)).isInstanceOf(ProblemException.class);
    }

    private static AccountRow account(AccountStatus status, String balance) {
        return new AccountRow(
                new AccountId("a"), "o", "a", new Standing(status, Set.of()), Money.parse(balance, USD), 1, 0);
    }
}
