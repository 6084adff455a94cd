package io.tradepath.alb;

import io.tradepath.alb.http.HeaderName;
import io.tradepath.alb.http.RequestHead;
import io.tradepath.alb.http.ResponseHead;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses the group and the target for a request that a rule forwards. */
public final class Selector {

    /**
     * The choice.
     *
     * @param group the group; null where all weights are 0
     * @param target the target; null where the group has none
     * @param setCookies Set-Cookie lines for the answer; empty for none
     */
    public record Selection(
            @Nullable TargetGroup group, @Nullable Target target, String setCookies) {}

    private final Map<String, TargetGroup> groups;
    private final RandomGenerator random;

    public Selector(Map<String, TargetGroup> groups, RandomGenerator random) {
        this.groups = Map.copyOf(groups);
        this.random = random;
    }

    public Selection choose(Action.Forward forward, RequestHead head, Instant now) {
        StringBuilder cookies = new StringBuilder();
        TargetGroup group = group(forward, head, now, cookies);
        if (group == null) {
            return new Selection(null, null, "");
        }
        Target target = boundTarget(group, head, now);
        if (target == null) {
            target = group.next();
        }
        if (target != null && group.settings().stickiness() instanceof Stickiness.LoadBalancerCookie sticky) {
            String value = StickyCookie.encode(group.id() + "|" + target.address(), now, sticky.duration());
            cookies.append(StickyCookie.lines(StickyCookie.TARGET, StickyCookie.TARGET_CROSS_ORIGIN, value, now));
        }
        return new Selection(group, target, cookies.toString());
    }

    private @Nullable TargetGroup group(Action.Forward forward, RequestHead head, Instant now, StringBuilder cookies) {
        int weight = forward.totalWeight();
        if (forward.groups().size() == 1) {
            return weight == 0 ? null : groups.get(forward.groups().getFirst().group());
        }
        String bound = forward.groupStickiness() == null
                ? null
                : StickyCookie.decode(StickyCookie.find(head, StickyCookie.GROUP), now);
        boolean stillThere = bound != null
                && forward.groups().stream().anyMatch(group -> group.group().equals(bound) && group.weight() > 0);
        if (!stillThere && weight == 0) {
            return null;
        }
        String chosen = stillThere && bound != null ? bound : forward.groupAt(random.nextInt(weight));
        if (forward.groupStickiness() != null) {
            String value = StickyCookie.encode(chosen, now, forward.groupStickiness());
            cookies.append(StickyCookie.lines(StickyCookie.GROUP, StickyCookie.GROUP_CROSS_ORIGIN, value, now));
        }
        return groups.get(chosen);
    }

    /** The target of the client's cookie, if it may still take requests. */
    private static @Nullable Target boundTarget(TargetGroup group, RequestHead head, Instant now) {
        String cookie = switch (group.settings().stickiness()) {
            case Stickiness.None ignored -> null;
            case Stickiness.LoadBalancerCookie ignored -> StickyCookie.TARGET;
            case Stickiness.ApplicationCookie ignored -> StickyCookie.APPLICATION;
        };
        String bound = cookie == null ? null : StickyCookie.decode(StickyCookie.find(head, cookie), now);
        if (bound == null || !bound.startsWith(group.id() + "|")) {
            return null;
        }
        Target target = group.find(bound.substring(group.id().length() + 1));
        return target != null && group.mayTake(target) ? target : null;
    }

    /** The Set-Cookie line that follows an application's own cookie; empty where the answer sets none. */
    public static String applicationCookie(TargetGroup group, Target target, ResponseHead answer, Instant now) {
        if (!(group.settings().stickiness() instanceof Stickiness.ApplicationCookie sticky)) {
            return "";
        }
        for (int i = 0; i < answer.headerCount(); i++) {
            if (answer.known(i) == HeaderName.SET_COOKIE && answer.value(i).startsWith(sticky.name() + "=")) {
                String value = StickyCookie.encode(group.id() + "|" + target.address(), now, sticky.duration());
                return StickyCookie.applicationLine(value, now, sticky.duration());
            }
        }
        return "";
    }
}
