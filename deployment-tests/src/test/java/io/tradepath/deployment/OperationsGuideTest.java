package io.tradepath.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperationsGuideTest {
    private static final Pattern ALARM = Pattern.compile("(?m)^ {2}(\\w+):\n {4}Type: AWS::CloudWatch::Alarm$");

    @Test
    void saysWhatToDoAboutEachAlarm() {
        String guide = Project.text(Project.home().resolve("docs/operations.md"));
        List<String> alarms = ALARM.matcher(Project.text(Project.infra().resolve("watch.yaml")))
                .results()
                .map(alarm -> alarm.group(1))
                .toList();
        assertThat(alarms).isNotEmpty().allSatisfy(alarm -> assertThat(guide).contains("`" + alarm + "`"));
    }
}
