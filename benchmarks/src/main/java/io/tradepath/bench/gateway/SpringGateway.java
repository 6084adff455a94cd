package io.tradepath.bench.gateway;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/** Spring Cloud Gateway as its guide sets it up, with the suite's routes and nothing else. Arguments: port, target's port. */
final class SpringGateway {
    private SpringGateway() {}

    /** The whole application. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        SslAutoConfiguration.class,
        NettyReactiveWebServerAutoConfiguration.class,
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        GatewayAutoConfiguration.class
    })
    static class Application {
        @Bean
        RouteLocator routes(RouteLocatorBuilder routes, @Value("${target}") String target) {
            return routes.routes()
                    .route("stomp", route -> route.path("/feed/stomp").uri(target))
                    .route("stream", route -> route.host("stream.localhost").uri(target))
                    .route(
                            "accounts",
                            route -> route.path("/accounts", "/accounts/**").uri(target))
                    .route(
                            "executions",
                            route -> route.path("/executions", "/executions/**").uri(target))
                    .route("feed", route -> route.path("/feed", "/feed/**").uri(target))
                    .build();
        }
    }

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        var _ = application.run(
                // The feed service's settings are on the class path too.
                "--spring.config.name=proxy",
                "--server.port=" + arguments[0],
                "--server.address=127.0.0.1",
                "--target=http://127.0.0.1:" + arguments[1],
                "--logging.level.root=warn",
                "--spring.main.banner-mode=off");
    }
}
