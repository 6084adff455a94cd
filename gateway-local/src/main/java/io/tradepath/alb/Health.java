package io.tradepath.alb;

/**
 * A target's health and what led to it. A pure state machine: each check's outcome gives the next value.
 *
 * @param state as ELB names it
 * @param reason ELB's reason code; empty for a healthy target
 * @param description what was seen, in words
 * @param inRow outcomes in a row that speak against the state
 */
public record Health(State state, String reason, String description, int inRow) {

    /** ELB's target states. Draining is the target's own affair and not an outcome of checks. */
    public enum State {
        INITIAL("initial"),
        HEALTHY("healthy"),
        UNHEALTHY("unhealthy"),
        UNUSED("unused"),
        DRAINING("draining");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public static final Health INITIAL =
            new Health(State.INITIAL, "Elb.RegistrationInProgress", "Target registration is in progress", 0);
    public static final Health UNUSED = new Health(
            State.UNUSED, "Target.NotInUse", "Target group is not configured to receive traffic from a rule", 0);
    public static final Health DRAINING =
            new Health(State.DRAINING, "Target.DeregistrationInProgress", "Target deregistration is in progress", 0);
    private static final Health HEALTHY = new Health(State.HEALTHY, "", "", 0);

    /** What one check saw. */
    public sealed interface Outcome {
        record Answered(int status) implements Outcome {}

        record TimedOut() implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    /** The health after one more check. One success makes a new target healthy. */
    public Health after(Outcome outcome, HealthCheck check) {
        boolean success =
                outcome instanceof Outcome.Answered answered && check.matcher().matches(answered.status());
        return switch (state) {
            case INITIAL -> success ? HEALTHY : counted(outcome, check.unhealthyThreshold(), State.UNHEALTHY);
            case HEALTHY -> success ? HEALTHY : counted(outcome, check.unhealthyThreshold(), State.UNHEALTHY);
            case UNHEALTHY ->
                success
                        ? inRow + 1 >= check.healthyThreshold()
                                ? HEALTHY
                                : new Health(state, reason, description, inRow + 1)
                        : new Health(state, reasonOf(outcome), descriptionOf(outcome), 0);
            case UNUSED, DRAINING -> this;
        };
    }

    private Health counted(Outcome outcome, int threshold, State then) {
        if (inRow + 1 >= threshold) {
            return new Health(then, reasonOf(outcome), descriptionOf(outcome), 0);
        }
        return state == State.INITIAL
                ? new Health(state, "Elb.InitialHealthChecking", "Initial health checks in progress", inRow + 1)
                : new Health(state, reason, description, inRow + 1);
    }

    private static String reasonOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered ignored -> "Target.ResponseCodeMismatch";
            case Outcome.TimedOut ignored -> "Target.Timeout";
            case Outcome.Failed ignored -> "Target.FailedHealthChecks";
        };
    }

    private static String descriptionOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> "Health checks failed with these codes: [" + answered.status() + "]";
            case Outcome.TimedOut ignored -> "Request timed out";
            case Outcome.Failed failed -> "Health checks failed: " + failed.why();
        };
    }
}
