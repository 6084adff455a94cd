package io.tradepath.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All of this package at work; a service imports it. */
@Configuration(proxyBeanMethods = false)
@Import({
    RequestIdFilter.class,
    BodyLimitFilter.class,
    JsonRules.class,
    ProblemWriter.class,
    ProblemAdvice.class,
    ErrorPage.class,
    JettyErrors.class
})
public class HttpWire {}
