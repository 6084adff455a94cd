package io.tradepath.alb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What a load balancer counts, under CloudWatch's names. */
public final class Metrics {

    private static final int CLASSES = 6;

    private final LongAdder requests = new LongAdder();
    private final LongAdder newConnections = new LongAdder();
    private final LongAdder activeConnections = new LongAdder();
    private final LongAdder processedBytes = new LongAdder();
    private final LongAdder targetConnectionErrors = new LongAdder();
    private final LongAdder targetNanos = new LongAdder();
    private final LongAdder targetAnswers = new LongAdder();
    private final LongAdder nonCompliant = new LongAdder();
    private final LongAdder fixedResponses = new LongAdder();
    private final LongAdder redirects = new LongAdder();
    private final LongAdder tlsErrors = new LongAdder();
    private final LongAdder[] elb = adders(CLASSES);
    private final LongAdder[] target = adders(CLASSES);
    private final LongAdder[] elb5xx = adders(5);

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    public void connectionOpened() {
        newConnections.increment();
        activeConnections.increment();
    }

    public void connectionClosed() {
        activeConnections.decrement();
    }

    public void tlsFailed() {
        tlsErrors.increment();
    }

    public void targetChosen() {
        requests.increment();
    }

    public void targetConnectionFailed() {
        targetConnectionErrors.increment();
    }

    public void nonCompliantRequest() {
        nonCompliant.increment();
    }

    /** An answer of the load balancer's own. */
    public void elbAnswered(int status) {
        elb[status / 100 % CLASSES].increment();
        if (status >= 500 && status <= 504) {
            elb5xx[status - 500].increment();
        }
    }

    public void fixedResponse() {
        fixedResponses.increment();
    }

    public void redirect() {
        redirects.increment();
    }

    /** An answer of a target's. */
    public void targetAnswered(int status, long nanos) {
        target[status / 100 % CLASSES].increment();
        targetAnswers.increment();
        targetNanos.add(nanos);
    }

    public void bytes(long bytes) {
        processedBytes.add(bytes);
    }

    public long active() {
        return activeConnections.sum();
    }

    /** Every metric by its name. TargetResponseTime is the average in seconds. */
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("RequestCount", (double) requests.sum());
        values.put("NewConnectionCount", (double) newConnections.sum());
        values.put("ActiveConnectionCount", (double) activeConnections.sum());
        values.put("ProcessedBytes", (double) processedBytes.sum());
        values.put("TargetConnectionErrorCount", (double) targetConnectionErrors.sum());
        long answers = targetAnswers.sum();
        values.put("TargetResponseTime", answers == 0 ? 0.0 : targetNanos.sum() / 1e9 / answers);
        for (int i = 2; i < CLASSES; i++) {
            values.put("HTTPCode_Target_" + i + "XX_Count", (double) target[i].sum());
        }
        for (int i = 3; i < CLASSES; i++) {
            values.put("HTTPCode_ELB_" + i + "XX_Count", (double) elb[i].sum());
        }
        for (int code = 500; code <= 504; code++) {
            if (code != 501) {
                values.put("HTTPCode_ELB_" + code + "_Count", (double) elb5xx[code - 500].sum());
            }
        }
        values.put("HTTP_Fixed_Response_Count", (double) fixedResponses.sum());
        values.put("HTTP_Redirect_Count", (double) redirects.sum());
        values.put("DesyncMitigationMode_NonCompliant_Request_Count", (double) nonCompliant.sum());
        values.put("ClientTLSNegotiationErrorCount", (double) tlsErrors.sum());
        return values;
    }
}
