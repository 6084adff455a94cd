package io.tradepath.gateway;

/** Small templates for tests, put together from the parts that a test is about. */
final class Templates {

    private Templates() {}

    /** One HTTP listener whose default action forwards to group A. */
    static String forwardAll() {
        return withRules("", "- {Type: forward, TargetGroupArn: !Ref A}");
    }

    /** Rules for listener L, whose default action answers 404 "default". Groups A, B and C exist. */
    static String withRules(String rules) {
        return withRules(
                rules,
                "- {Type: fixed-response, FixedResponseConfig: {StatusCode: '404', ContentType: text/plain,"
                        + " MessageBody: default}}");
    }

    static String withRules(String rules, String defaultActions) {
        return all("", "", rules, defaultActions);
    }

    /** A forward-all template whose load balancer has an attribute. */
    static String withAttribute(String key, String value) {
        return all("- {Key: " + key + ", Value: '" + value + "'}", "", "", "- {Type: forward, TargetGroupArn: !Ref A}");
    }

    /** A forward-all template whose group A has further properties, each on a line. */
    static String withGroup(String groupProperties) {
        return all("", groupProperties, "", "- {Type: forward, TargetGroupArn: !Ref A}");
    }

    static String all(String attributes, String groupProperties, String rules, String defaultActions) {
        return """
                Resources:
                  LB:
                    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
                    Properties:
                      LoadBalancerAttributes:
                        - {Key: deletion_protection.enabled, Value: 'false'}
                ATTRIBUTES
                  L:
                    Type: AWS::ElasticLoadBalancingV2::Listener
                    Properties:
                      LoadBalancerArn: !Ref LB
                      Port: 80
                      Protocol: HTTP
                      DefaultActions:
                DEFAULTS
                  A:
                    Type: AWS::ElasticLoadBalancingV2::TargetGroup
                    Properties:
                      Port: 80
                      Protocol: HTTP
                      TargetType: ip
                      HealthCheckIntervalSeconds: 10
                GROUP
                  B: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: {Port: 80, Protocol: HTTP}}
                  C: {Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: {Port: 80, Protocol: HTTP}}
                RULES
                """.replace("ATTRIBUTES", indent(attributes, 8))
                .replace("DEFAULTS", indent(defaultActions, 8))
                .replace("GROUP", indent(groupProperties, 6))
                .replace("RULES", indent(rules, 2));
    }

    /** A rule on listener L. */
    static String rule(String id, int priority, String conditions, String actions) {
        return """
                ID:
                  Type: AWS::ElasticLoadBalancingV2::ListenerRule
                  Properties:
                    ListenerArn: !Ref L
                    Priority: PRIORITY
                    Conditions: [CONDITIONS]
                    Actions: [ACTIONS]
                """.replace("ID", id)
                .replace("PRIORITY", Integer.toString(priority))
                .replace("CONDITIONS", conditions)
                .replace("ACTIONS", actions);
    }

    static String path(String... patterns) {
        return "{Field: path-pattern, Values: ['" + String.join("', '", patterns) + "']}";
    }

    static String forward(String group) {
        return "{Type: forward, TargetGroupArn: !Ref " + group + "}";
    }

    static String answer(String text) {
        return "{Type: fixed-response, FixedResponseConfig: {StatusCode: '200', ContentType: text/plain, MessageBody: '"
                + text + "'}}";
    }

    private static String indent(String text, int by) {
        return text.isEmpty() ? "" : text.strip().indent(by).stripTrailing();
    }
}
