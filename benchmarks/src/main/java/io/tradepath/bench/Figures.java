package io.tradepath.bench;

import java.util.List;
import java.util.Locale;

/** The same figure from several runs. */
public record Figures(String unit, List<Double> runs) {
    public Figures {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a figure needs a run");
        }
        runs = runs.stream().sorted().toList();
    }

    public double median() {
        int middle = runs.size() / 2;
        return runs.size() % 2 == 1 ? runs.get(middle) : (runs.get(middle - 1) + runs.get(middle)) / 2;
    }

    /** {@code 12.3 s (11.9 to 12.8, 3 runs)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.1f %s (%.1f to %.1f, %d runs)",
                median(),
                unit,
                runs.getFirst(),
                runs.getLast(),
                runs.size());
    }
}
