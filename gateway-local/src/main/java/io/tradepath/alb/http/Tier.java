package io.tradepath.alb.http;

/** How safe a request's framing is, in the words of the access log, from safe to not. */
public enum Tier {
    COMPLIANT("Compliant"),
    ACCEPTABLE("Acceptable"),
    AMBIGUOUS("Ambiguous"),
    SEVERE("Severe");

    private final String label;

    Tier(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
