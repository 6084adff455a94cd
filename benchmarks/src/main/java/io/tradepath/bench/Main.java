package io.tradepath.bench;

import io.tradepath.bench.feed.FeedBench;
import io.tradepath.bench.gateway.GatewayBench;
import io.tradepath.bench.orders.OrdersBench;
import java.nio.file.Path;
import java.util.List;

/** Runs the benchmark that is named. Ends with 1 when a goal does not hold and {@code --check} is given. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        Path home = Path.of(System.getProperty("tradepath.home", ".")).toAbsolutePath();
        Surroundings.print(System.out, home, String.join(" ", given));
        boolean holds = switch (given.getFirst()) {
            case "feed" -> new FeedBench(home, System.out).run();
            case "crowd" -> new FeedBench(home, System.out).runCrowd();
            case "gateway" -> new GatewayBench(home, System.out).run();
            case "orders" -> new OrdersBench(home, System.out).run();
            case "startup" -> new Startup(home, System.out).run();
            default -> throw new IllegalArgumentException("no benchmark " + given.getFirst());
        };
        System.exit(holds || !given.contains("--check") ? 0 : 1);
    }
}
