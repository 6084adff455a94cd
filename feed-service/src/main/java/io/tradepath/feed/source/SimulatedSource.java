package io.tradepath.feed.source;

import io.tradepath.fx.CurrencyPair;
import io.tradepath.fx.Instrument;
import io.tradepath.fx.Instruments;
import io.tradepath.fx.Price;
import io.tradepath.fx.PriceLevel;
import io.tradepath.fx.Quote;
import io.tradepath.fx.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A market that is made up: the same seed gives the same ticks.
 *
 * <p>Each currency has a value in dollars that wanders; a pair's mid is the ratio of two of them, so that crosses agree
 * with the majors. Whenever a value has moved, every pair whose bid and ask no longer lie around its mid is quoted anew
 * at once: as long as they do for all pairs, no way around three currencies earns anything. How much happens changes from
 * second to second between four moods, chosen so that counts per second look like a real day's: mostly nothing, at times
 * a hundred in one second.
 */
public final class SimulatedSource implements QuoteSource {
    private static final Currency USD = Currency.getInstance("USD");
    private static final int VALUE_DIGITS = 12;
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long SECOND_MS = 1_000;
    private static final int MILLIONTH = 1_000_000;
    /** The smallest move of a value: about one price increment of EUR/USD. */
    private static final int STEP_MILLIONTHS = 9;

    /** A value is drawn back to where it began by this part of its distance with each move. */
    private static final long PULL = 100_000;

    private static final Map<String, String> DOLLARS = Map.ofEntries(
            Map.entry("EUR", "1.08500"),
            Map.entry("GBP", "1.27000"),
            Map.entry("AUD", "0.66000"),
            Map.entry("NZD", "0.61000"),
            Map.entry("JPY", "0.00668"),
            Map.entry("CHF", "1.13000"),
            Map.entry("CAD", "0.73500"),
            Map.entry("NOK", "0.09500"),
            Map.entry("SEK", "0.09600"),
            Map.entry("MXN", "0.05800"));

    /** Of the pairs that trade most; the others have the last. */
    private static final Map<String, Character> ACTIVITY = Map.of(
            "EUR_USD", 'A', "USD_JPY", 'A', "GBP_USD", 'A', "AUD_USD", 'B', "USD_CAD", 'B', "USD_CHF", 'B', "NZD_USD",
            'B');

    private static final Map<String, Integer> SPREADS = Map.of(
            "EUR_USD", 6, "USD_JPY", 8, "GBP_USD", 10, "AUD_USD", 9, "USD_CAD", 11, "USD_CHF", 11, "NZD_USD", 12);

    private static final int CROSS_SPREAD = 20;
    private static final Map<String, Integer> WIDE_SPREADS =
            Map.of("USD_NOK", 250, "USD_SEK", 250, "USD_MXN", 300, "GBP_NZD", 40, "EUR_NZD", 35);

    /** How much happens in a second. */
    private enum Mood {
        QUIET(0.10, 1, 1),
        ACTIVE(1.4, 1, 1),
        BUSY(5.5, 2, 2),
        STORM(70, 4, 8);

        private final double eventsPerSecond;
        private final int stepFactor;
        private final int spreadFactor;

        Mood(double eventsPerSecond, int stepFactor, int spreadFactor) {
            this.eventsPerSecond = eventsPerSecond;
            this.stepFactor = stepFactor;
            this.spreadFactor = spreadFactor;
        }
    }

    private final long seed;
    private final List<Instrument> instruments = List.copyOf(Instruments.all());
    private final Map<Currency, long[]> values = new LinkedHashMap<>();
    private final Map<CurrencyPair, Tick> standing = new LinkedHashMap<>();
    private final ArrayDeque<Due> due = new ArrayDeque<>();
    private SplittableRandom random;
    private Mood mood = Mood.QUIET;
    private long second;
    private long baseNanos;

    private record Event(int ms, Instrument instrument) {}

    private record Due(long nanos, Tick tick) {}

    public SimulatedSource(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** Behind another publisher the market goes on from the prices that stand. */
    @Override
    public List<Tick> begin(Before before, long nowNanos) {
        long past =
                before.latest().values().stream().mapToLong(Quote::epoch).max().orElse(0);
        random = new SplittableRandom(seed + past);
        mood = Mood.QUIET;
        second = 0;
        baseNanos = nowNanos;
        due.clear();
        values.clear();
        values.put(USD, new long[] {scaled(BigDecimal.ONE), scaled(BigDecimal.ONE)});
        DOLLARS.keySet().stream().sorted().forEach(code -> {
            Currency currency = Currency.getInstance(code);
            long home = scaled(new BigDecimal(DOLLARS.get(code)));
            values.put(currency, new long[] {startValue(currency, before, home), home});
        });
        standing.clear();
        for (Instrument instrument : instruments) {
            requote(instrument, Mood.QUIET, !before.latest().isEmpty());
        }
        return List.copyOf(standing.values());
    }

    private static long startValue(Currency currency, Before before, long home) {
        Quote direct = before.latest().get(new CurrencyPair(currency, USD));
        if (direct != null) {
            return scaled(direct.mid());
        }
        Quote inverse = before.latest().get(new CurrencyPair(USD, currency));
        return inverse == null
                ? home
                : scaled(BigDecimal.ONE.divide(inverse.mid(), VALUE_DIGITS, RoundingMode.HALF_EVEN));
    }

    @Override
    public @Nullable Tick poll(long nowNanos) {
        while (due.isEmpty() && baseNanos + second * SECOND_NANOS - nowNanos <= 0) {
            playSecond();
        }
        Due next = due.peek();
        if (next == null || next.nanos() - nowNanos > 0) {
            return null;
        }
        due.remove();
        return next.tick();
    }

    @Override
    public long nanosToNext(long nowNanos) {
        Due next = due.peek();
        long at = next == null ? baseNanos + second * SECOND_NANOS : next.nanos();
        return Math.max(0, at - nowNanos);
    }

    private void playSecond() {
        mood = nextMood();
        List<Event> events = new ArrayList<>();
        for (Instrument instrument : instruments) {
            for (int i = events(mood.eventsPerSecond * activity(instrument)); i > 0; i--) {
                events.add(new Event(moment(), instrument));
            }
        }
        events.sort(Comparator.comparingInt(Event::ms));
        for (Event event : events) {
            long at = baseNanos + (second * SECOND_MS + event.ms()) * (SECOND_NANOS / SECOND_MS);
            for (Tick tick : move(event.instrument())) {
                due.add(new Due(at, tick));
            }
        }
        second++;
    }

    private Mood nextMood() {
        double chance = random.nextDouble();
        return switch (mood) {
            case QUIET -> chance < 0.91 ? Mood.QUIET : chance < 0.99 ? Mood.ACTIVE : Mood.BUSY;
            case ACTIVE -> chance < 0.55 ? Mood.ACTIVE : chance < 0.93 ? Mood.QUIET : Mood.BUSY;
            case BUSY -> chance < 0.45 ? Mood.BUSY : chance < 0.985 ? Mood.ACTIVE : Mood.STORM;
            case STORM -> chance < 0.25 ? Mood.STORM : Mood.BUSY;
        };
    }

    private static double activity(Instrument instrument) {
        return switch (ACTIVITY.getOrDefault(instrument.pair().toString(), 'C')) {
            case 'A' -> 1.0;
            case 'B' -> 0.8;
            default -> 0.5;
        };
    }

    /** A Poisson number (Knuth, The Art of Computer Programming 2, 3.4.1). */
    private int events(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int events = 0;
        while (product > limit) {
            product *= random.nextDouble();
            events++;
        }
        return events;
    }

    /** When in its second an event happens; a storm's come early. */
    private int moment() {
        double when = random.nextDouble();
        return (int) ((mood == Mood.STORM ? when * when : when) * SECOND_MS);
    }

    /** One of the pair's currencies moves; the pair ticks, and so do those that the move has left off their mid. */
    private List<Tick> move(Instrument instrument) {
        CurrencyPair pair = instrument.pair();
        Currency moved = pair.base().equals(USD) || (!pair.quote().equals(USD) && random.nextBoolean())
                ? pair.quote()
                : pair.base();
        long[] value = value(moved);
        long steps = (long) step() * mood.stepFactor;
        value[0] += value[0] / MILLIONTH * steps * STEP_MILLIONTHS + (value[1] - value[0]) / PULL;
        List<Tick> ticks = new ArrayList<>();
        ticks.add(requote(instrument, mood, false));
        for (Instrument other : instruments) {
            if (!other.equals(instrument) && other.pair().has(moved) && isOffMid(other)) {
                ticks.add(requote(other, mood, false));
            }
        }
        return ticks;
    }

    /** Half of the moves are none or the smallest; few are large. */
    private int step() {
        int size = switch (random.nextInt(10)) {
            case 0, 1 -> 0;
            case 2, 3, 4, 5 -> 1;
            case 6, 7 -> 2;
            case 8 -> 3;
            default -> 6;
        };
        return random.nextBoolean() ? size : -size;
    }

    private boolean isOffMid(Instrument instrument) {
        Tick tick = standing.get(instrument.pair());
        BigDecimal mid = mid(instrument);
        return tick == null || tick.bid().compareTo(mid) > 0 || tick.ask().compareTo(mid) < 0;
    }

    private Tick requote(Instrument instrument, Mood now, boolean carried) {
        int spread = SPREADS.getOrDefault(
                instrument.pair().toString(),
                WIDE_SPREADS.getOrDefault(instrument.pair().toString(), CROSS_SPREAD));
        long width = spread * (long) now.spreadFactor + random.nextInt(Math.max(1, spread / 3));
        BigDecimal half = instrument
                .priceIncrement()
                .multiply(BigDecimal.valueOf(width))
                .divide(BigDecimal.TWO, instrument.digits() + 1, RoundingMode.HALF_EVEN);
        BigDecimal mid = mid(instrument);
        // Rounded outwards, so that the mid lies between them whatever it is.
        BigDecimal bid = mid.subtract(half).setScale(instrument.digits(), RoundingMode.FLOOR);
        BigDecimal ask = mid.add(half).setScale(instrument.digits(), RoundingMode.CEILING);
        Tick tick = new Tick(
                instrument.pair(),
                deepened(Ladder.bids(instrument, bid)),
                deepened(Ladder.asks(instrument, ask)),
                null,
                0,
                null,
                carried);
        standing.put(instrument.pair(), tick);
        return tick;
    }

    /** At times there is more at the best price; there is never less. */
    private List<PriceLevel> deepened(List<PriceLevel> levels) {
        List<PriceLevel> deep = new ArrayList<>(levels);
        Price best = deep.getFirst().price();
        Units more = Units.of(500_000L * random.nextInt(4));
        deep.set(0, new PriceLevel(best, deep.getFirst().liquidity().plus(more)));
        return deep;
    }

    private BigDecimal mid(Instrument instrument) {
        return BigDecimal.valueOf(value(instrument.pair().base())[0])
                .divide(
                        BigDecimal.valueOf(value(instrument.pair().quote())[0]),
                        instrument.digits() + 4,
                        RoundingMode.HALF_EVEN);
    }

    private long[] value(Currency currency) {
        long[] value = values.get(currency);
        if (value == null) {
            throw new IllegalStateException("no value for " + currency);
        }
        return value;
    }

    private static long scaled(BigDecimal value) {
        return value.setScale(VALUE_DIGITS, RoundingMode.HALF_EVEN)
                .unscaledValue()
                .longValueExact();
    }
}
