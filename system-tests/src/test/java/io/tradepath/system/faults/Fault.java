package io.tradepath.system.faults;

import io.tradepath.system.suite.Signals;
import io.tradepath.system.suite.TcpProxy;
import java.time.Duration;
import java.util.Random;

/** A fault of RELIABILITY's table, brought about in a running suite. */
enum Fault {
    ACCOUNTS_KILLED("kill -9 of accounts (one of two)") {
        @Override
        void inject(FaultySuite suite, Random random) {
            Signals.kill(suite.suite().pid(oneOf("accounts", random)));
        }
    },
    EXECUTIONS_KILLED("kill -9 of executions (one of two)") {
        @Override
        void inject(FaultySuite suite, Random random) {
            Signals.kill(suite.suite().pid(oneOf("executions", random)));
        }
    },
    FEED_KILLED("kill -9 of feed (one of two)") {
        @Override
        void inject(FaultySuite suite, Random random) {
            Signals.kill(suite.suite().pid(oneOf("feed", random)));
        }
    },
    KAFKA_KILLED("kill -9 of Kafka") {
        @Override
        void inject(FaultySuite suite, Random random) {
            Signals.kill(suite.suite().pid("kafka"));
        }
    },
    POSTGRES_KILLED("kill -9 of PostgreSQL") {
        @Override
        void inject(FaultySuite suite, Random random) {
            Signals.kill(suite.suite().postmaster());
        }
    },
    RELAY_STOPPED("relay stopped (SIGSTOP) for 8 s and continued after another took over") {
        @Override
        void inject(FaultySuite suite, Random random) throws InterruptedException {
            String service = random.nextBoolean() ? "accounts" : "executions";
            long pid = suite.suite().pid(suite.relayHolder(service));
            Signals.stop(pid);
            try {
                Thread.sleep(Duration.ofSeconds(8));
            } finally {
                Signals.proceed(pid);
            }
        }
    },
    DATABASE_SLOW("500 ms latency between services and their database for 5 s") {
        @Override
        void inject(FaultySuite suite, Random random) throws InterruptedException {
            TcpProxy proxy = suite.proxy(random.nextBoolean() ? "accounts" : "executions");
            proxy.delay(Duration.ofMillis(500));
            try {
                Thread.sleep(Duration.ofSeconds(5));
            } finally {
                proxy.heal();
            }
        }
    },
    DATABASE_CUT("connections between services and their database cut, thrice") {
        @Override
        void inject(FaultySuite suite, Random random) throws InterruptedException {
            TcpProxy proxy = suite.proxy(random.nextBoolean() ? "accounts" : "executions");
            for (int i = 0; i < 3; i++) {
                proxy.cut();
                Thread.sleep(Duration.ofMillis(300 + random.nextInt(700)));
            }
        }
    },
    DATABASE_HALF_OPEN("connections between services and their database half-open for 4 s") {
        @Override
        void inject(FaultySuite suite, Random random) throws InterruptedException {
            TcpProxy proxy = suite.proxy(random.nextBoolean() ? "accounts" : "executions");
            proxy.swallow();
            try {
                Thread.sleep(Duration.ofSeconds(4));
            } finally {
                proxy.heal();
            }
        }
    },
    KAFKA_AWAY("Kafka away (SIGSTOP) for a minute") {
        @Override
        void inject(FaultySuite suite, Random random) throws InterruptedException {
            long pid = suite.suite().pid("kafka");
            Signals.stop(pid);
            try {
                Thread.sleep(Duration.ofSeconds(60));
            } finally {
                Signals.proceed(pid);
            }
        }
    };

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Brings the fault about, and ends it where it lasts. */
    abstract void inject(FaultySuite suite, Random random) throws InterruptedException;

    private static String oneOf(String service, Random random) {
        return random.nextBoolean() ? service : service + "-2";
    }
}
