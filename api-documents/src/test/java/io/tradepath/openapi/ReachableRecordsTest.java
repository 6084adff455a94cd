package io.tradepath.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReachableRecordsTest {
    interface Controller {
        List<Answer> answers();
    }

    record Answer(List<Row> rows, @Nullable String nextCursor) {}

    record Row(String id, @Nullable Detail detail, Kind kind) {}

    record Detail(int count, Map<String, @Nullable Row> others) {}

    sealed interface Kind permits Plain, Fancy {}

    record Plain() implements Kind {}

    record Fancy(@Nullable String colour, String name) implements Kind {}

    private static final class Elsewhere {
        record Row(String other) {}
    }

    private final ReachableRecords records = new ReachableRecords();

    @Test
    void areFoundThroughListsMapsAndSealedTypes() throws NoSuchMethodException {
        records.add(Controller.class.getDeclaredMethod("answers").getGenericReturnType());

        assertThat(records.requiredFields("Answer")).containsExactly("rows");
        assertThat(records.requiredFields("Row")).containsExactly("id", "kind");
        assertThat(records.requiredFields("Detail")).containsExactly("count", "others");
        assertThat(records.requiredFields("Plain")).isEmpty();
        assertThat(records.requiredFields("Fancy")).containsExactly("name");
        assertThat(records.requiredFields("Problem")).isNull();
    }

    @Test
    void haveNamesOfTheirOwn() {
        records.add(Answer.class);

        assertThatThrownBy(() -> records.add(Elsewhere.Row.class)).hasMessageContaining("Row");
    }
}
