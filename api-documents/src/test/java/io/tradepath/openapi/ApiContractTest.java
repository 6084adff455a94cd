package io.tradepath.openapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiContractTest {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final ApiContract contract = ApiContract.of("""
            paths:
              /orders/{id}:
                get:
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            $ref: "#/components/schemas/Order"
                        text/csv:
                          schema:
                            type: string
                    default:
                      content:
                        application/problem+json:
                          schema:
                            $ref: "#/components/schemas/Problem"
              /orders/all:
                get:
                  responses:
                    "200":
                      content:
                        application/json:
                          schema:
                            type: array
                            items:
                              oneOf:
                              - $ref: "#/components/schemas/Opened"
                              - $ref: "#/components/schemas/Closed"
            components:
              schemas:
                Event:
                  type: object
                  properties:
                    type:
                      type: string
                  required:
                  - type
                Opened:
                  allOf:
                  - $ref: "#/components/schemas/Event"
                  - type: object
                    properties:
                      order:
                        $ref: "#/components/schemas/Order"
                    required:
                    - order
                Closed:
                  allOf:
                  - $ref: "#/components/schemas/Event"
                  - type: object
                    properties:
                      reason:
                        type: string
                    required:
                    - reason
                Order:
                  type: object
                  properties:
                    id:
                      type: string
                    units:
                      type: string
                  required:
                  - id
                Problem:
                  type: object
                  properties:
                    type:
                      type: string
                  required:
                  - type
            """, """
            ## Problems
            | status | type | when |
            |---|---|---|
            | 404, 405 | `order-not-found`, `not-found` | no such order, no such `thing` |
            """);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "/orders/7   | 200 | application/json;charset=UTF-8 | {\"id\":\"7\"}",
                "/orders/7   | 200 | text/csv                       | id,units",
                "/orders/7   | 404 | application/problem+json       | {\"type\":\"https://tradepath.io/problems/not-found\"}",
                "/elsewhere  | 404 | application/problem+json       | {\"type\":\"https://tradepath.io/problems/not-found\"}",
                "/orders/all | 200 | application/json               | [{\"type\":\"Opened\",\"order\":{\"id\":\"7\"}}]"
            })
    void takesAnAnswerThatIsAsDescribed(String path, int status, String contentType, String body) {
        assertThatCode(() -> contract.check("GET", path, status, contentType, body))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "/orders/7   | 200 | application/json         | {}                                     | id",
                "/orders/7   | 200 | application/json         | {\"id\":7}                             | string",
                "/orders/7   | 200 | application/json         | {\"id\":\"7\",\"more\":1}              | more",
                "/orders/7   | 200 | application/json         | {\"id\":                               | not JSON",
                "/orders/7   | 200 | application/xml          | <id/>                                  | it has only",
                "/orders/7   | 201 | application/json         | {\"id\":\"7\"}                         | it has only",
                "/orders/7   | 404 | application/problem+json | {\"title\":\"t\"}                      | type",
                "/orders/7   | 404 | application/problem+json | {\"type\":\"https://tradepath.io/problems/thing\"} | not listed",
                "/elsewhere  | 200 | application/json         | {}                                     | it has only",
                "/orders/all | 200 | application/json         | [{\"type\":\"Opened\"}]                | order",
                "/orders/all | 200 | application/json | [{\"type\":\"Closed\",\"reason\":\"r\",\"x\":1}] | x"
            })
    void refusesOneThatIsNot(String path, int status, String contentType, String body, String why) {
        assertThatThrownBy(() -> contract.check("GET", path, status, contentType, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(why);
    }

    @Test
    void knowsNoOtherMethod() {
        assertThatThrownBy(() -> contract.check("POST", "/orders/7", 201, JSON, "{}"))
                .isInstanceOf(AssertionError.class);
        assertThatCode(() -> contract.check(
                        "POST", "/orders/7", 405, PROBLEM, "{\"type\":\"https://tradepath.io/problems/not-found\"}"))
                .doesNotThrowAnyException();
    }
}
