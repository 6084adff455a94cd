package io.tradepath.alb.template;

import io.tradepath.alb.Topology;
import java.util.List;

/** What was read and what there is to say about it. With an error among the findings the topology is incomplete. */
public record ReadResult(Topology topology, List<Finding> findings) {

    public ReadResult {
        findings = List.copyOf(findings);
    }

    public List<Finding> errors() {
        return of(Finding.Severity.ERROR);
    }

    public List<Finding> of(Finding.Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
