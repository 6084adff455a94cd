package io.tradepath.accounts.account;

import static io.tradepath.accounts.account.CloseOnlyCause.OPS;
import static io.tradepath.accounts.account.CloseOnlyCause.PARKED_AT_EXECUTIONS;
import static io.tradepath.accounts.account.CloseOnlyCause.PARKED_HERE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradepath.events.AccountStatus;
import io.tradepath.http.ProblemException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTest {
    @ParameterizedTest
    @EnumSource(CloseOnlyCause.class)
    void isCloseOnlyForAnyCauseAndActiveWithoutIt(CloseOnlyCause cause) {
        Standing closeOnly = Standing.OPENED.with(cause);

        assertThat(closeOnly).isEqualTo(new Standing(AccountStatus.CLOSE_ONLY, Set.of(cause)));
        assertThat(closeOnly.with(cause)).isEqualTo(closeOnly);
        assertThat(closeOnly.without(cause)).isEqualTo(Standing.OPENED);
    }

    @Test
    void staysCloseOnlyUntilTheLastCauseIsGone() {
        Standing twice = Standing.OPENED.with(PARKED_HERE).with(OPS);

        assertThat(twice.without(PARKED_HERE).status()).isEqualTo(AccountStatus.CLOSE_ONLY);
        assertThat(twice.without(PARKED_HERE).without(OPS).status()).isEqualTo(AccountStatus.ACTIVE);
        assertThat(twice.without(PARKED_AT_EXECUTIONS)).isEqualTo(twice);
    }

    @ParameterizedTest
    @EnumSource(
            value = AccountStatus.class,
            names = {"LOCKED", "CLOSED"})
    void aLockedAccountStaysLockedWhateverIsParked(AccountStatus status) {
        Standing locked = new Standing(status, Set.of());

        assertThat(locked.with(PARKED_HERE).status()).isEqualTo(status);
        assertThat(locked.with(PARKED_HERE).without(PARKED_HERE)).isEqualTo(locked);
        assertThat(locked.takesDeposits()).isFalse();
    }

    @Test
    void cannotContradictItself() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Standing(AccountStatus.ACTIVE, Set.of(OPS)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Standing(AccountStatus.CLOSE_ONLY, Set.of()));
    }

    @Test
    void anOperatorLiftsOnlyTheOwnDecision() {
        assertThat(StatusRule.decide(Standing.OPENED, AccountStatus.CLOSE_ONLY).causes())
                .containsExactly(OPS);
        assertThat(StatusRule.decide(Standing.OPENED.with(OPS), AccountStatus.ACTIVE))
                .isEqualTo(Standing.OPENED);
        assertThatThrownBy(() ->
                        StatusRule.decide(Standing.OPENED.with(PARKED_HERE).with(OPS), AccountStatus.ACTIVE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("parked");
        assertThatThrownBy(() -> StatusRule.decide(new Standing(AccountStatus.LOCKED, Set.of()), AccountStatus.ACTIVE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("LOCKED");
    }
}
