package io.tradepath.alb.template;

/**
 * Something that the reader of a template has to say.
 *
 * @param line counted from 1; 0 where it concerns no line
 * @param resource the logical id; empty where it concerns none
 * @param property the path of the property, such as {@code Conditions[0].Values}; empty where it concerns none
 */
public record Finding(Severity severity, String file, int line, String resource, String property, String message) {

    /** How bad it is. */
    public enum Severity {
        /** An Application Load Balancer would refuse the template, or the gateway cannot read it. */
        ERROR,
        /** AWS accepts it, and it will not do what it seems to say. */
        WARNING,
        /** AWS does it and the gateway does not. */
        NOT_EMULATED
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
        }
        text.append(": ");
        if (!resource.isEmpty()) {
            text.append(resource);
            text.append(property.isEmpty() ? "" : "." + property).append(": ");
        }
        return text.append(message).toString();
    }
}
