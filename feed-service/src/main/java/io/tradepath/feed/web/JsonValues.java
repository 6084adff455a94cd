package io.tradepath.feed.web;

import io.tradepath.events.EventJson;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JacksonModule;

/** Makes values stand in requests and answers as they stand in events: decimals and ids as strings. */
@Configuration(proxyBeanMethods = false)
class JsonValues {
    @Bean
    JacksonModule values() {
        return EventJson.module();
    }
}
