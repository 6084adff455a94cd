package io.tradepath.gateway;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which behaviour of an Application Load Balancer a test shows. The conformance page is made out of these. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Conforms.List.class)
public @interface Conforms {

    /** Number of the behaviour, in the order of the page. */
    int item();

    /** The behaviour, in a line. */
    String says();

    /** How far it goes. */
    State state() default State.HOLDS;

    /** What is chosen where AWS does not say, or why an answer differs. */
    String note() default "";

    /** Whether the behaviour is there. */
    enum State {
        HOLDS("holds"),
        SETTING("setting"),
        NOT_EMULATED("not emulated");

        final String label;

        State(String label) {
            this.label = label;
        }
    }

    /** Several behaviours of one test. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Conforms[] value();
    }
}
