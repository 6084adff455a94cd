package io.tradepath.alb.http;

/** Why a request is not compliant; the access log's {@code classification_reason}. */
public enum Reason {
    COMPLIANT("Compliant"),
    SPACE_IN_URI("SpaceInUri"),
    AMBIGUOUS_URI("AmbiguousUri"),
    MISSING_URI("MissingUri"),
    BAD_URI("BadUri"),
    BAD_METHOD("BadMethod"),
    NON_COMPLIANT_VERSION("NonCompliantVersion"),
    BAD_VERSION("BadVersion"),
    NON_CR_LF_LINE_TERMINATION("NonCrLfLineTermination"),
    NON_COMPLIANT_HEADER("NonCompliantHeader"),
    EMPTY_HEADER("EmptyHeader"),
    SUSPICIOUS_HEADER("SuspiciousHeader"),
    MULTILINE_HEADER("MultilineHeader"),
    BAD_HEADER("BadHeader"),
    GET_HEAD_ZERO_CONTENT_LENGTH("GetHeadZeroContentLength"),
    UNDEFINED_CONTENT_LENGTH_SEMANTICS("UndefinedContentLengthSemantics"),
    UNDEFINED_TRANSFER_ENCODING_SEMANTICS("UndefinedTransferEncodingSemantics"),
    BOTH_TE_CL_PRESENT("BothTeClPresent"),
    DUPLICATE_CONTENT_LENGTH("DuplicateContentLength"),
    MULTIPLE_CONTENT_LENGTH("MultipleContentLength"),
    BAD_CONTENT_LENGTH("BadContentLength"),
    MULTIPLE_TRANSFER_ENCODING_CHUNKED("MultipleTransferEncodingChunked"),
    BAD_TRANSFER_ENCODING("BadTransferEncoding");

    private final String label;

    Reason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
