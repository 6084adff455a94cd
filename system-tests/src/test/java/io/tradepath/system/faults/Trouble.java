package io.tradepath.system.faults;

import io.tradepath.events.Topics;
import io.tradepath.system.suite.RunningSuite;
import io.tradepath.system.suite.Signals;
import java.time.Duration;
import java.util.Random;

/** What happens in the middle of a crowd's requests, so that a planted bug shows. */
enum Trouble {
    /** Nothing but the crowd itself. */
    CROWD {
        @Override
        void inject(RunningSuite suite, Random random) {
            // Many clients on few accounts are trouble enough.
        }
    },
    REDELIVERY {
        @Override
        void inject(RunningSuite suite, Random random) throws Exception {
            Redelivery.sendAgain(suite, Topics.EXECUTION_EVENTS, random);
        }
    },
    /** Both instances, shortly one after the other. */
    EXECUTIONS_KILLED {
        @Override
        void inject(RunningSuite suite, Random random) throws Exception {
            Signals.kill(suite.pid("executions"));
            Thread.sleep(Duration.ofMillis(500 + random.nextInt(500)));
            Signals.kill(suite.pid("executions-2"));
        }
    };

    abstract void inject(RunningSuite suite, Random random) throws Exception;
}
