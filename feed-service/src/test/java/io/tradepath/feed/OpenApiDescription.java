package io.tradepath.feed;

import io.tradepath.openapi.ApiDescription;
import io.tradepath.openapi.Endpoint;
import io.tradepath.openapi.OpenApiDocument;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the OpenAPI document says beyond what can be read off the code. */
@Configuration(proxyBeanMethods = false)
@Import(OpenApiDocument.class)
class OpenApiDescription {
    private static final String READ = "feed:read";

    @Bean
    ApiDescription description() {
        return new ApiDescription(
                "Tradepath feed",
                "Quotes and candles. Their streams are in feed-stomp.asyncapi.yaml.",
                Map.of(
                        "Quote.quotes",
                                new Endpoint(
                                        "List the latest quotes, of all instruments or of those named", READ, "200"),
                        "Quote.quote", new Endpoint("Read the latest quote of an instrument", READ, "200"),
                        "Candle.candles",
                                new Endpoint(
                                        "List candles, the last ones or those of a time, oldest first", READ, "200")),
                Map.of(),
                null,
                Map.of());
    }
}
