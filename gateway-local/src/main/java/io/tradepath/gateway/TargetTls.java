package io.tradepath.gateway;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS to targets. An Application Load Balancer does not check a target's certificate, and neither does this. */
final class TargetTls {

    private static final SslContext CONTEXT = context();

    private TargetTls() {}

    private static SslContext context() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm("")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    static SslHandler handler(Channel channel) {
        return CONTEXT.newHandler(channel.alloc());
    }
}
