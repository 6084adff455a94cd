package io.tradepath.alb.template;

/** A fault of a template that ends the reading of one value, or of the whole file. */
final class TemplateException extends Exception {

    private final transient Finding finding;

    TemplateException(Finding finding) {
        super(finding.toString());
        this.finding = finding;
    }

    Finding finding() {
        return finding;
    }
}
