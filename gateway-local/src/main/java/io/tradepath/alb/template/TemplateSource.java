package io.tradepath.alb.template;

/**
 * A template's text.
 *
 * @param name the file's name, for messages
 */
public record TemplateSource(String name, String text) {

    /** The name of the stack where nothing else says it: the file's name without folder and ending. */
    String stackName() {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
