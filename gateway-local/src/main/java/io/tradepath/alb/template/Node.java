package io.tradepath.alb.template;

import java.util.List;
import java.util.Map;

/** A piece of a template as it stands in the file. Numbers and booleans are text, as CloudFormation takes them. */
sealed interface Node {

    int line();

    record Text(String text, int line) implements Node {}

    record Items(List<Node> items, int line) implements Node {}

    record Fields(Map<String, Node> fields, int line) implements Node {}
}
