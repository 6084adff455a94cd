package io.tradepath.feed;

import io.tradepath.feed.source.MalformedReplay;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with a replay file in one sentence instead of a stack trace. */
final class ReplayFailureAnalyzer extends AbstractFailureAnalyzer<MalformedReplay> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MalformedReplay cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Mend the file, or choose another one to replay.", cause);
    }
}
