package io.tradepath.alb.template;

import java.util.List;
import java.util.Map;

/** A piece of a template after its intrinsic functions were evaluated. */
sealed interface Value {

    int line();

    record Text(String text, int line) implements Value {}

    record Items(List<Value> items, int line) implements Value {}

    record Fields(Map<String, Value> fields, int line) implements Value {}

    /** A resource of a loaded template, or one of its attributes: what only AWS could turn into an ARN. */
    record Resource(String logicalId, String attribute, int line) implements Value {}

    /** Something that cannot be known without AWS, such as another stack's output. */
    record Unknown(String why, int line) implements Value {}

    /** {@code AWS::NoValue}: as if the property were not there. */
    record Nothing(int line) implements Value {}
}
