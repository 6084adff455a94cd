package io.tradepath.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

class PageTest {
    @Test
    void hasNoNextPageWhereEveryRowIsThere() {
        Page<Integer> page = Page.of(List.of(3, 2, 1), 3, String::valueOf);

        assertThat(page.rows()).containsExactly(3, 2, 1);
        assertThat(page.nextCursor()).isNull();
        assertThat(page.links(new MockHttpServletRequest()).isEmpty()).isTrue();
    }

    @Test
    void goesOnBehindItsLastRow() {
        Page<String> page = Page.of(List.of(4, 3, 2), 2, String::valueOf).map(row -> "row " + row);

        assertThat(page.rows()).containsExactly("row 4", "row 3");
        assertThat(Page.numberedPosition(Objects.requireNonNull(page.nextCursor())))
                .isEqualTo(3);
    }

    @Test
    void linksToTheSameRequestFromThere() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/accounts/a/events");
        request.setQueryString("limit=2&afterSeq=7&type=FEE");
        Page<Integer> page = Page.of(List.of(8, 9, 10), 2, String::valueOf);

        assertThat(page.links(request).getFirst(HttpHeaders.LINK))
                .isEqualTo(
                        "</accounts/a/events?limit=2&type=FEE&cursor=%s>; rel=\"next\"".formatted(page.nextCursor()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!", "\0", "wyg"})
    void refusesACursorThatWasNotGivenOut(String cursor) {
        assertThatThrownBy(() -> Page.position(cursor))
                .isInstanceOf(ProblemException.class)
                .hasMessage("'cursor': not one that was given out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eA", "", "OTk5OTk5OTk5OTk5OTk5OTk5OTk"})
    void refusesACursorThatIsNoNumber(String cursor) {
        assertThatThrownBy(() -> Page.numberedPosition(cursor)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MIN_VALUE})
    void refusesALimitOutOfBounds(int limit) {
        assertThatThrownBy(() -> Page.checkedLimit(limit)).hasMessage("'limit': 1 to 1000");
    }
}
