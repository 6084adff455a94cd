package io.tradepath.executions.position;

import io.tradepath.fx.CurrencyPair;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An account's positions, those that are flat again included. */
public record Positions(Map<CurrencyPair, Position> byInstrument) {
    public static final Positions NONE = new Positions(Map.of());

    public Positions {
        byInstrument = Map.copyOf(byInstrument);
    }

    public static Positions of(Collection<Position> positions) {
        return new Positions(positions.stream().collect(Collectors.toMap(Position::instrument, Function.identity())));
    }

    public Position in(CurrencyPair instrument) {
        Position position = byInstrument.get(instrument);
        return position == null ? Position.flat(instrument) : position;
    }

    public Positions with(Position changed) {
        Map<CurrencyPair, Position> positions = new HashMap<>(byInstrument);
        positions.put(changed.instrument(), changed);
        return new Positions(positions);
    }

    /** Those that are not flat, by instrument. */
    public List<Position> open() {
        return byInstrument.values().stream()
                .filter(position -> position.units().signum() != 0)
                .sorted(Comparator.comparing(Position::instrument))
                .toList();
    }
}
