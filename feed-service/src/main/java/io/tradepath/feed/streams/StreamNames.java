package io.tradepath.feed.streams;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public streams by their destination; each has a number, counted from 0, by which the ring knows it. */
public final class StreamNames {
    private final List<String> destinations;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    public StreamNames(List<String> destinations) {
        this.destinations = List.copyOf(destinations);
        for (String destination : this.destinations) {
            if (numbers.put(destination, numbers.size()) != null) {
                throw new IllegalArgumentException("twice: " + destination);
            }
        }
    }

    public @Nullable Integer find(String destination) {
        return numbers.get(destination);
    }

    /**
     * The number of a stream that is known to be there.
     *
     * @throws IllegalArgumentException where there is none
     */
    public int number(String destination) {
        Integer number = numbers.get(destination);
        if (number == null) {
            throw new IllegalArgumentException("no stream " + destination);
        }
        return number;
    }

    public String destination(int stream) {
        return destinations.get(stream);
    }

    public int size() {
        return destinations.size();
    }
}
