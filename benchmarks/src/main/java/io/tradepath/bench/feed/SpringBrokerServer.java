package io.tradepath.bench.feed;

import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessagingTemplate;
import org.springframework.messaging.simp.config.MessageBrokerRegistry;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.socket.config.annotation.EnableWebSocketMessageBroker;
import org.springframework.web.socket.config.annotation.StompEndpointRegistry;
import org.springframework.web.socket.config.annotation.WebSocketMessageBrokerConfigurer;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/** Spring's simple broker as its guide sets it up, and nothing else. */
final class SpringBrokerServer {
    private SpringBrokerServer() {}

    /** The whole application. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JettyServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    @EnableWebSocketMessageBroker
    static class Application implements WebSocketMessageBrokerConfigurer {
        @Override
        public void registerStompEndpoints(StompEndpointRegistry registry) {
            JettyRequestUpgradeStrategy jetty = new JettyRequestUpgradeStrategy();
            // A server that waits for its turn is not to lose its clients.
            jetty.addWebSocketConfigurer(socket -> socket.setIdleTimeout(Duration.ZERO));
            registry.addEndpoint("/feed/stomp").setHandshakeHandler(new DefaultHandshakeHandler(jetty));
        }

        @Override
        public void configureMessageBroker(MessageBrokerRegistry registry) {
            registry.enableSimpleBroker("/topic");
        }
    }

    static Ticks.Sink start(int port) {
        SpringApplication application = new SpringApplication(Application.class);
        ConfigurableApplicationContext context = application.run(
                // The feed service's settings are on the class path too.
                "--spring.config.name=broker",
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off");
        SimpMessagingTemplate template = context.getBean(SimpMessagingTemplate.class);
        return (quote, body, due) -> {
            SimpMessageHeaderAccessor headers = SimpMessageHeaderAccessor.create();
            headers.setContentType(MimeTypeUtils.APPLICATION_JSON);
            headers.setNativeHeader("epoch", Long.toString(quote.epoch()));
            headers.setNativeHeader("seq", Long.toString(quote.seq()));
            headers.setNativeHeader("type", "update");
            headers.setNativeHeader("due", Long.toString(due));
            headers.setLeaveMutable(true);
            template.send(
                    "/topic/quotes." + quote.instrument(),
                    MessageBuilder.createMessage(body, headers.getMessageHeaders()));
        };
    }
}
